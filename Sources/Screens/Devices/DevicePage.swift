import Accounts
import FoundationEssentials
import Model
import TerminalUI

/// A device that waits: which application it runs, what it may do if it is let in, and the decision.
struct DevicePage: Page {
  let id = Pages.next()
  let tab: Tab? = .authorized
  private let device: WaitingDevice
  private var values = ValueLines()
  private var buttons = Buttons(["Cancel", "Refuse", "Approve"])

  init(_ device: WaitingDevice) {
    self.device = device
  }

  private var name: Name { device.request.client.profile.name }

  var crumbs: [String] { ["Connect a device"] }

  func offers(_ desk: Desk) -> [Offer] {
    ValueLines.offers + [
      Offer(.nextField, "next button"), Offer(.previousField), Offer(.cancel, "cancel", hint: "later"),
    ]
  }

  var ownKeys: [OwnKey] {
    [OwnKey("←/→ Enter", "choose"), OwnKey("a", "approve"), OwnKey("r", "refuse")]
  }

  mutating func type(_ key: Key, _ context: inout Context) -> Bool {
    guard let pressed = buttons.press(key) else { return Buttons.moves(key) }
    decide(pressed, &context)
    return true
  }

  mutating func point(_ event: MouseEvent, _ context: inout Context) {
    if let pressed = buttons.point(event.at, event) { decide(pressed, &context) }
  }

  mutating func perform(_ action: Action, _ context: inout Context) {
    if values.perform(action, lines(context.desk)) { return }
    if action == .cancel { context.ask(.pop) }
  }

  private func decide(_ button: Int, _ context: inout Context) {
    guard button > 0 else { return context.ask(.pop) }
    let isApproved = button == 2
    let done: Void? = context.attempt { (account: Account) throws(AccountError) in
      if isApproved { try account.approve(device) } else { try account.refuse(device) }
    }
    context.ask(.pop)
    guard done != nil else { return }
    context.ask(.refresh)
    context.say(.ok(isApproved ? "Connected \"\(name)\"; the device goes on by itself." : "Refused \"\(name)\"."))
  }

  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    let body = Rect(x: rect.x, y: rect.y, width: rect.width, height: rect.height - 2)
    values.draw(lines(desk), labelWidth: 12, on: &canvas, in: body)
    buttons.draw(on: &canvas, at: Point(x: rect.x + 2, y: rect.maxY - 1))
  }

  private func lines(_ desk: Desk) -> [DetailLine] {
    let width = desk.size.width - 6
    let request = device.request
    let profile = request.client.profile
    let warning = "Approve only if this code is on a device of your own. Whoever sent it to you would get in as you."
    // The warning stands before all that may be scrolled away on a small screen.
    return [
      DetailLine.wide(profile.name.text, role: .title), DetailLine("Code", device.code.description, role: .key),
    ] + DetailLine.wrapped("! " + warning, to: width, role: .badgeWarn)
      + [DetailLine(), DetailLine.wide("It could then")]
      + TokenWording.permissions(request.scopes, desk, width: width)
      + [
        DetailLine(), DetailLine("By", request.owner.label), DetailLine("Website", profile.website.text, role: .link),
        DetailLine("Code ends", RelativeTime.future(request.expiresAt, now: desk.now)),
      ]
  }
}
