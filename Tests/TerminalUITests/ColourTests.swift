import Configuration
import Testing

@testable import TerminalUI

@Suite struct ColourTests {
  @Test(arguments: [
    ("default", Colour.plain), ("red", .ansi(1)), ("brightWhite", .ansi(15)), ("7", .ansi(7)), ("208", .indexed(208)),
    ("#88C0D0", .rgb(136, 192, 208)), ("#fff", .rgb(255, 255, 255)),
  ])
  func `a colour is read`(text: String, colour: Colour) {
    #expect(Colour(text) == colour)
  }

  @Test(arguments: ["", "#", "#12", "#12345", "#GGGGGG", "256", "-1", "+1", "Red", "redd", "rgb(1,2,3)", "#１２３"])
  func `what is no colour is refused`(text: String) {
    #expect(Colour(text) == nil)
  }

  @Test(arguments: [
    (Colour.rgb(255, 0, 0), ColourDepth.palette, Colour.indexed(196)), (.rgb(8, 8, 8), .palette, .indexed(232)),
    (.rgb(95, 135, 175), .palette, .indexed(67)), (.rgb(255, 255, 255), .palette, .indexed(231)),
    (.rgb(200, 10, 10), .sixteen, .ansi(1)), (.rgb(255, 20, 20), .sixteen, .ansi(9)),
    (.rgb(255, 20, 20), .eight, .ansi(1)), (.rgb(240, 240, 240), .eight, .ansi(7)), (.indexed(196), .sixteen, .ansi(9)),
    (.ansi(9), .eight, .ansi(1)), (.ansi(9), .palette, .ansi(9)), (.indexed(196), .direct, .rgb(255, 0, 0)),
    (.rgb(1, 2, 3), .direct, .rgb(1, 2, 3)), (.rgb(1, 2, 3), .monochrome, .plain), (.plain, .direct, .plain),
    (.plain, .eight, .plain),
  ])
  func `a colour becomes the nearest the terminal has`(colour: Colour, depth: ColourDepth, shown: Colour) {
    #expect(colour.reduced(to: depth) == shown)
  }

  @Test(
    arguments: [
      (-1, [:], ColourDepth.monochrome), (0, [:], .monochrome), (4, [:], .monochrome), (8, [:], .eight),
      (16, [:], .sixteen), (88, [:], .sixteen), (256, [:], .palette), (1 << 24, [:], .direct),
      (256, ["NO_COLOR": "1"], .monochrome), (1 << 24, ["NO_COLOR": "no"], .monochrome),
      (256, ["NO_COLOR": ""], .palette),
    ] as [(Int, [String: String], ColourDepth)])
  func `a terminal is asked for no more than it has`(colours: Int, variables: [String: String], depth: ColourDepth) {
    #expect(ColourDepth(colours: colours, environment: Environment(variables)) == depth)
  }

  @Test func `contrast is measured as WCAG does`() throws {
    let most = try #require(Colour.rgb(0, 0, 0).contrast(on: .rgb(255, 255, 255)))
    #expect(abs(most - 21) < 0.01)
    let grey = try #require(Colour.rgb(119, 119, 119).contrast(on: .rgb(255, 255, 255)))
    #expect(abs(grey - 4.48) < 0.01)
    #expect(Colour.plain.contrast(on: .rgb(0, 0, 0)) == nil)
  }

  @Test func `bright text on eight colours is bold, and never on its own colour`() {
    #expect(Look(foreground: .ansi(9)).reduced(to: .eight) == Look(foreground: .ansi(1), attributes: .bold))
    let look = Look(foreground: .rgb(20, 20, 20), background: .rgb(0, 0, 0)).reduced(to: .eight)
    #expect(look.foreground != look.background)
  }
}
