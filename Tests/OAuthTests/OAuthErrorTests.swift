import OAuth
import Testing

@Suite
struct OAuthErrorTests {
  @Test
  func `a description holds no character that RFC 6749 §5.2 forbids`() {
    #expect(OAuthError(.invalidRequest, "a \"b\" \\ c\r\nd é").description == "a b  cd ")
  }

  @Test(arguments: [
    (OAuthError.Code.invalidClient, 401), (.invalidGrant, 400), (.insufficientScope, 403),
    (.temporarilyUnavailable, 503),
  ])
  func `each code has the status of its RFC`(code: OAuthError.Code, status: Int) {
    #expect(OAuthError(code, "").status == status)
  }
}
