import Accounts
import TerminalUI

/// Asks for the code that a device shows, so that somebody who has no browser can let it in.
struct DeviceCodePage: Page {
  let id = Pages.next()
  let tab: Tab? = .authorized
  private var code = TextField()
  private var problem: String?

  var crumbs: [String] { ["Connect a device"] }
  var holdsTypedText: Bool { !code.text.isEmpty }
  var takesText: Bool { true }

  func offers(_ desk: Desk) -> [Offer] {
    [Offer(.submit, "go on"), Offer(.cancel, "cancel", hint: "cancel")]
  }

  var ownKeys: [OwnKey] { [OwnKey("Enter", "go on")] }

  mutating func type(_ key: Key, _ context: inout Context) -> Bool {
    if key == .enter {
      submit(&context)
      return true
    }
    problem = nil
    return code.handle(key)
  }

  mutating func paste(_ text: String, _ context: inout Context) { code.paste(text) }

  mutating func perform(_ action: Action, _ context: inout Context) {
    switch action {
    case .submit: submit(&context)
    // A code that was typed halfway is typed again in a moment: nothing is lost.
    case .cancel: context.ask(.pop)
    default: break
    }
  }

  private mutating func submit(_ context: inout Context) {
    guard let account = context.desk.account else { return }
    guard !code.text.isEmpty else { return context.say(.warning("Type the code that the device shows.")) }
    do throws(AccountError) {
      let device = try account.waitingDevice(code.text)
      context.ask(.pop)
      context.ask(.push(DevicePage(device)))
    } catch {
      guard case .notFound = error else { return context.fail(error) }
      problem = "No device waits under this code. Check it, or start again on the device."
    }
  }

  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    var lines = Canvas(size: Size(width: rect.width, height: max(8, rect.height)), glyphs: canvas.glyphs)
    var layout = FormLayout(width: rect.width)
    layout.gap()
    let place = layout.place("Code", on: &lines)
    code.draw(on: &lines, at: Point(x: place.x, y: place.y), width: min(16, place.width), focused: true)
    layout.note(
      error: problem,
      hint: "The device shows it, such as BCDF-GHJK. Capitals and dashes do not matter.", on: &lines)
    canvas.draw(lines, fromRow: 0, in: rect)
  }
}
