import HTTPServer
import Testing

@Suite
struct HTTPMessageTests {
  @Test
  func `a header that came twice is found once and counted twice`() {
    let request = HTTPRequest(method: "GET", path: "/", headers: [("host", "a"), ("x", "1"), ("x", "2")])
    #expect(request.header("x") == "1")
    #expect(request.count(of: "x") == 2)
    #expect(request.header("y") == nil)
  }
}
