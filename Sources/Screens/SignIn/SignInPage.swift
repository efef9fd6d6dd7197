import Accounts
import Model
import TerminalUI

/// Who is there? Accounts are never listed here.
struct SignInPage: Page {
  enum Part {
    case email, password
  }

  let id = Pages.next()
  private var email = TextField()
  private var password = TextField(isMasked: true)
  private var part = Part.email
  private var isChecking = false
  private let reason: String?

  /// - Parameter reason: why somebody who was signed in is no longer.
  init(reason: String? = nil) {
    self.reason = reason
  }

  var takesText: Bool { true }

  func offers(_ desk: Desk) -> [Offer] {
    [
      Offer(.nextField, hint: "field"), Offer(.previousField), Offer(.submit, "sign in"),
      Offer(.quitNow, "quit", hint: "quit"),
    ]
  }

  var ownKeys: [OwnKey] { [OwnKey("Enter", "sign in")] }

  mutating func appear(_ context: inout Context) {
    if let reason { context.say(.error(reason)) }
  }

  mutating func type(_ key: Key, _ context: inout Context) -> Bool {
    if isChecking {
      // Whoever types on meanwhile means the password, not what a letter does elsewhere.
      if case .character = key { return true }
      return false
    }
    switch key {
    case .enter:
      if part == .email { part = .password } else { submit(&context) }
      return true
    case .up, .down:
      toggle()
      return true
    default: return part == .email ? email.handle(key) : password.handle(key)
    }
  }

  mutating func paste(_ text: String, _ context: inout Context) {
    if isChecking { return }
    if part == .email { email.paste(text) } else { password.paste(text) }
  }

  mutating func point(_ event: MouseEvent, _ context: inout Context) {
    if isChecking { return }
    if email.point(event.at) { part = .email } else if password.point(event.at) { part = .password }
  }

  private mutating func toggle() {
    part = part == .email ? .password : .email
  }

  mutating func perform(_ action: Action, _ context: inout Context) {
    switch action {
    case .nextField, .previousField: toggle()
    case .submit: submit(&context)
    default: break
    }
  }

  /// Checks on the other thread: hashing a password takes longer than a key may.
  private mutating func submit(_ context: inout Context) {
    guard !isChecking else { return }
    let (key, secret) = (email.text, password.text)
    guard !key.isEmpty else {
      part = .email
      return context.say(.warning("Enter your e-mail address."))
    }
    guard !secret.isEmpty else {
      part = .password
      return context.say(.warning("Enter your password."))
    }
    isChecking = true
    context.say(.note("Signing in..."))
    context.ask(
      .work(
        Work(page: id, kind: .signIn) { _, accounts throws(AccountError) in
          try accounts.signIn(as: key, password: secret, from: .terminal)
        }))
  }

  mutating func receive(_ answer: Answer, _ context: inout Context) {
    isChecking = false
    password = TextField(isMasked: true)
    switch answer.result {
    case .success(let value):
      if let account = value as? Account { context.ask(.signIn(account)) }
    case .failure(let error):
      part = .password
      context.fail(error)
    }
  }

  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    let x = rect.x + min(5, rect.width / 12)
    let isTall = rect.height > 10
    var y = rect.y + (isTall ? 1 : 0)
    canvas.write("Sign in", at: Point(x: x, y: y), role: .title)
    y += isTall ? 2 : 1
    let width = min(44, rect.width - x - 13)
    canvas.write("E-mail", at: Point(x: x, y: y))
    email.draw(on: &canvas, at: Point(x: x + 11, y: y), width: width, focused: part == .email && !isChecking)
    y += isTall ? 2 : 1
    canvas.write("Password", at: Point(x: x, y: y))
    password.draw(on: &canvas, at: Point(x: x + 11, y: y), width: width, focused: part == .password && !isChecking)
    y += 2
    for note in desk.signInNotes {
      for line in TextWidth.wrapped(note, to: rect.width - x - 2) where y < rect.maxY {
        canvas.write(line, at: Point(x: x, y: y), role: .muted)
        y += 1
      }
    }
  }
}
