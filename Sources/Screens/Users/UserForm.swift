import Accounts
import Model
import TerminalUI

/// The form that makes an account.
struct UserForm: FormPage {
  enum Part: Int, CaseIterable {
    case email, username, password, again, administrator, buttons
  }

  let id = Pages.next()
  let tab: Tab? = .users
  private var email = TextField()
  private var username = TextField()
  private var password = TextField(isMasked: true)
  private var again = TextField(isMasked: true)
  private var administrator = CheckBox("make them an administrator")
  private var isSaving = false
  var buttons = Buttons(["Cancel", "Add"])
  var part = Part.email
  var failure: ValidationFailure?
  var scroll = ScrollArea()

  var crumbs: [String] { ["New user"] }
  var takesText: Bool { part != .administrator && part != .buttons }
  var parts: [Part] { Part.allCases }
  var capacity: Int { 24 }

  var holdsTypedText: Bool {
    !isSaving && (administrator.isOn || ![email, username, password, again].allSatisfy(\.text.isEmpty))
  }

  func offers(_ desk: Desk) -> [Offer] {
    [
      Offer(.nextField, hint: "field"), Offer(.previousField), Offer(.submit, "add the user", hint: "add"),
      Offer(.cancel, "cancel", hint: "cancel"),
    ]
  }

  var ownKeys: [OwnKey] { part == .administrator ? [OwnKey("Space", "choose")] : [] }

  static func part(of field: Field) -> Part {
    switch field {
    case .username: .username
    case .password: .password
    case .confirmation: .again
    default: .email
    }
  }

  mutating func edit(_ key: Key) -> Bool {
    switch part {
    case .email: email.handle(key)
    case .username: username.handle(key)
    case .password: password.handle(key)
    case .again: again.handle(key)
    case .administrator: administrator.handle(key)
    case .buttons: false
    }
  }

  mutating func click(_ place: Point) -> Part? {
    if email.point(place) { return .email }
    if username.point(place) { return .username }
    if password.point(place) { return .password }
    if again.point(place) { return .again }
    return administrator.point(place) ? .administrator : nil
  }

  mutating func paste(_ text: String, _ context: inout Context) {
    switch part {
    case .email: email.paste(text)
    case .username: username.paste(text)
    case .password: password.paste(text)
    case .again: again.paste(text)
    case .administrator, .buttons: break
    }
  }

  /// Hashing a password takes longer than a key may.
  mutating func save(_ account: Account, _ context: inout Context) throws(AccountError) {
    guard !isSaving else { return }
    try NewPassword.requireSame(password, again)
    isSaving = true
    context.say(.note("Adding the user..."))
    let name = PlainText.trimmed(username.text).isEmpty ? nil : username.text
    let (email, password) = (email.text, password.text)
    let role: UserRole = administrator.isOn ? .administrator : .user
    context.ask(
      .work(
        Work(page: id, kind: .password) { account, _ throws(AccountError) in
          guard let account else { throw .signedOut }
          return try account.administration().addUser(email: email, username: name, password: password, role: role)
        }))
  }

  mutating func receive(_ answer: Answer, _ context: inout Context) {
    isSaving = false
    switch answer.result {
    case .failure(let error):
      tell(of: error, &context)
    case .success(let value):
      guard let user = value as? User else { return }
      context.ask(.close(id))
      context.say(.ok("Added \(user.email)."))
      context.ask(.refresh)
      context.ask(.reveal(user.id.rawValue))
    }
  }

  mutating func drawFields(on canvas: inout Canvas, _ desk: Desk) -> Int {
    var layout = FormLayout(width: canvas.size.width)
    layout.gap()
    var place = layout.place("E-mail *", on: &canvas)
    email.draw(on: &canvas, at: Point(x: place.x, y: place.y), width: place.width, focused: part == .email)
    layout.note(error: failure?.message(for: .email), on: &canvas)
    layout.gap()
    place = layout.place("Username", on: &canvas)
    username.draw(
      on: &canvas, at: Point(x: place.x, y: place.y), width: min(44, place.width), focused: part == .username)
    layout.note(error: failure?.message(for: .username), hint: "A short name to sign in with as well.", on: &canvas)
    NewPassword.draw(
      &password, isFocused: part == .password, again: &again, isAgainFocused: part == .again, failure: failure,
      with: &layout, on: &canvas)
    place = layout.place("Role", rows: administrator.rows(width: layout.fieldWidth), on: &canvas)
    administrator.draw(on: &canvas, in: place, focused: part == .administrator)
    layout.gap()
    buttons.draw(on: &canvas, at: Point(x: layout.fieldX, y: layout.y), active: part == .buttons)
    return layout.y + 1
  }
}
