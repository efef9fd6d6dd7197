import Configuration
import TerminalUI
import TestSupport
import Testing

@testable import Screens
@testable import TerminalUI

/// Pictures of every screen and dialog, as text with a map of roles, kept in Golden/. `POSTERN_RECORD=1` draws them anew;
/// then they are looked at before they are kept.
@MainActor @Suite
struct GoldenTests {
  nonisolated private static let folder =
    String(#filePath.dropLast("GoldenTests.swift".count)) + "Golden"

  private static var isRecording: Bool { Environment.process["POSTERN_RECORD"] == "1" }

  @Test(arguments: Scenes.all.map(\.name))
  func `a screen looks as its picture`(name: String) throws {
    let scene = try #require(Scenes.all.first { $0.name == name })
    let drawn = try Self.picture(of: scene)
    let path = "\(Self.folder)/\(name).txt"
    if Self.isRecording {
      TestFile.write(drawn, to: path, mode: 0o644)
      return
    }
    let kept = String(decoding: TestFile.bytes(of: path), as: UTF8.self)
    // A comparison in the expectation itself would print both pictures whole.
    let isSame = drawn == kept
    #expect(isSame, "\(name) looks otherwise:\n\(Self.difference(kept, drawn))")
  }

  @Test func `each picture has a screen, and each screen a name of its own`() throws {
    let names = Scenes.all.map(\.name)
    #expect(Set(names).count == names.count)
    let kept = TemporaryFolder.names(in: Self.folder).filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }
    #expect(Set(kept).subtracting(names).isEmpty)
  }

  // MARK: Drawing

  private static func picture(of scene: Scene) throws -> String {
    let sizes = [Size(width: 80, height: 24), Size(width: 40, height: 12), Size(width: 120, height: 40)]
    let driver = try scene.driver(size: sizes[0], glyphs: .unicode)
    var parts: [String] = []
    for size in sizes {
      driver.manager.handle(.resize(size))
      let canvas = driver.manager.draw()
      parts.append(heading(size, "Unicode") + framed(canvas) + "\n" + canvas.roleMap())
      if size == sizes[0] { parts.append(heading(size, "monochrome") + attributes(canvas)) }
    }
    driver.manager.handle(.resize(sizes[0]))
    driver.manager.desk.glyphs = .ascii
    parts.append(heading(sizes[0], "ASCII") + framed(driver.manager.draw()))
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func heading(_ size: Size, _ kind: String) -> String { "## \(size.width)x\(size.height) \(kind)\n" }

  /// The text, and where the cursor is.
  private static func framed(_ canvas: Canvas) -> String {
    let cursor = canvas.cursor.map { "\($0.x),\($0.y)" } ?? "nowhere"
    return canvas.text() + "\ncursor \(cursor)\(canvas.cursorVisible ? ", typing" : "")"
  }

  /// What is left where there are no colours: b bold, r reverse, u underline, d dim, . nothing.
  private static func attributes(_ canvas: Canvas) -> String {
    (0..<canvas.size.height).map { y in
      String(canvas.row(y).map { letter(BuiltInThemes.monochrome[$0.role].attributes) })
    }.joined(separator: "\n")
  }

  private static func letter(_ attributes: Look.Attributes) -> Character {
    if attributes.contains(.reverse) { return attributes.contains(.bold) ? "R" : "r" }
    if attributes.contains(.underline) { return attributes.contains(.bold) ? "U" : "u" }
    if attributes.contains(.bold) { return "b" }
    return attributes.contains(.dim) ? "d" : "."
  }

  /// The lines that differ, as they were and as they are.
  private static func difference(_ kept: String, _ drawn: String) -> String {
    let (old, new) = (lines(kept), lines(drawn))
    var result: [String] = []
    for index in 0..<max(old.count, new.count) where result.count < 40 {
      let (was, now) = (old.indices.contains(index) ? old[index] : "", new.indices.contains(index) ? new[index] : "")
      if was != now { result += ["\(index + 1) - \(was)", "\(index + 1) + \(now)"] }
    }
    return result.joined(separator: "\n")
  }

  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }
}
