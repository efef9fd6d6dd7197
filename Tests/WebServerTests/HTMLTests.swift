import Testing

@testable import WebServer

@Suite
struct HTMLTests {
  @Test
  func `text of people is escaped wherever it enters a page`() {
    let name = "<script>alert('1')</script> & \"co\""
    let page: HTML = "<p title=\"\(name)\">\(name)</p>"
    #expect(page.text.contains("<script>") == false)
    #expect(page.text.hasSuffix(">&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;co&quot;</p>"))
  }

  @Test
  func `markup within markup stays markup`() {
    let inner: HTML = "<b>\("<")</b>"
    let page: HTML = "<p>\(inner)\([inner, inner])</p>"
    #expect(page.text == "<p><b>&lt;</b><b>&lt;</b><b>&lt;</b></p>")
  }
}
