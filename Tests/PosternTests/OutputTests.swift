import Testing

@testable import postern

@Suite struct TableTests {
  @Test func `columns are aligned, wide characters counted as two`() {
    var table = Table(["NAME", "X"])
    table.add(["a", "1"])
    table.add(["漢字漢", "2"])
    #expect(table.text == "NAME    X\na       1\n漢字漢  2")
  }

  @Test func `what could upset a terminal is replaced`() {
    var table = Table(["NAME"])
    table.add(["a\u{1B}[2J\u{202E}\nb"])
    #expect(table.text == "NAME\na\u{FFFD}[2J\u{FFFD}\u{FFFD}b")
    var sheet = Sheet()
    sheet.add("Name", "a\u{1B}c")
    sheet.add("Text", "one\ntwo\u{7}")
    sheet.add("Nothing", nil)
    #expect(sheet.text == "Name  a\u{FFFD}c\nText  one\n      two\u{FFFD}")
  }

  @Test func `a table without rows is its header`() {
    #expect(Table(["A", "B"]).text == "A  B")
  }
}
