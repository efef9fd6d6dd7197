import Accounts
import Model
import Storage
import TerminalUI

/// The form in which an administrator sets somebody's password. It is never shown, and hashed on the other thread.
struct UserPasswordForm: FormPage {
  enum Part: Int, CaseIterable {
    case password, again, tokens, buttons
  }

  let id = Pages.next()
  let tab: Tab? = .users
  private let user: User
  private var holdings: Holdings?
  private var password = TextField(isMasked: true)
  private var again = TextField(isMasked: true)
  private var endsTokens = CheckBox("end the tokens that applications hold for them", isOn: true)
  private var isSaving = false
  var buttons = Buttons(["Cancel", "Set"])
  var part = Part.password
  var failure: ValidationFailure?
  var scroll = ScrollArea()

  init(_ user: User) {
    self.user = user
  }

  var crumbs: [String] { ["Password of \(user.email)"] }
  var holdsTypedText: Bool { !isSaving && !(password.text.isEmpty && again.text.isEmpty) }
  var takesText: Bool { part == .password || part == .again }
  var parts: [Part] { Part.allCases }
  var capacity: Int { 20 }

  func offers(_ desk: Desk) -> [Offer] {
    [
      Offer(.nextField, hint: "field"), Offer(.previousField), Offer(.submit, "set the password", hint: "set"),
      Offer(.cancel, "cancel", hint: "cancel"),
    ]
  }

  var ownKeys: [OwnKey] { part == .tokens ? [OwnKey("Space", "choose")] : [] }

  static func part(of field: Field) -> Part { field == .confirmation ? .again : .password }

  mutating func appear(_ context: inout Context) {
    refresh(&context)
  }

  mutating func refresh(_ context: inout Context) {
    let user = user
    holdings = context.administrate { (administration: Administration) throws(AccountError) in
      try administration.holdings(of: user, cap: 10_000)
    }
  }

  mutating func edit(_ key: Key) -> Bool {
    switch part {
    case .password: password.handle(key)
    case .again: again.handle(key)
    case .tokens: endsTokens.handle(key)
    case .buttons: false
    }
  }

  mutating func click(_ place: Point) -> Part? {
    if password.point(place) { return .password }
    if again.point(place) { return .again }
    return endsTokens.point(place) ? .tokens : nil
  }

  mutating func paste(_ text: String, _ context: inout Context) {
    switch part {
    case .password: password.paste(text)
    case .again: again.paste(text)
    case .tokens, .buttons: break
    }
  }

  /// Hashing a password takes longer than a key may.
  mutating func save(_ account: Account, _ context: inout Context) throws(AccountError) {
    guard !isSaving else { return }
    try NewPassword.requireSame(password, again)
    isSaving = true
    context.say(.note("Setting the password..."))
    let (user, text, keepsTokens) = (user, password.text, !endsTokens.isOn)
    context.ask(
      .work(
        Work(page: id, kind: .password) { account, _ throws(AccountError) in
          guard let account else { throw .signedOut }
          return try account.administration().setPassword(text, of: user, keepingTokens: keepsTokens)
        }))
  }

  mutating func receive(_ answer: Answer, _ context: inout Context) {
    isSaving = false
    switch answer.result {
    case .failure(let error):
      tell(of: error, &context)
    case .success(let value):
      guard let ended = value as? Ended else { return }
      context.ask(.close(id))
      let counts = [Counting.of(ended.sessions, "browser session"), Counting.of(ended.tokens, "token")]
      context.say(.ok("Set the password of \(user.email); \(Counting.list(counts)) ended."))
      context.ask(.refresh)
    }
  }

  mutating func drawFields(on canvas: inout Canvas, _ desk: Desk) -> Int {
    var layout = FormLayout(width: canvas.size.width)
    NewPassword.draw(
      &password, isFocused: part == .password, again: &again, isAgainFocused: part == .again, failure: failure,
      with: &layout, on: &canvas)
    if let holdings {
      layout.note(error: nil, hint: UserQuestions.password(holdings), on: &canvas)
      layout.gap()
      let tokens = Counting.of(holdings.heldTokens, "live token", cap: 10_000)
      let rows = endsTokens.rows(width: layout.fieldWidth)
      let place = layout.place("Tokens", rows: rows, on: &canvas)
      endsTokens.draw(on: &canvas, in: place, focused: part == .tokens)
      layout.note(error: nil, hint: "\(tokens): whoever knew the old password may have got one.", on: &canvas)
      layout.gap()
    }
    buttons.draw(on: &canvas, at: Point(x: layout.fieldX, y: layout.y), active: part == .buttons)
    return layout.y + 1
  }
}
