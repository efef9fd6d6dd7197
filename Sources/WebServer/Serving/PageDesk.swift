import Accounts
import Configuration
import Storage

/// What pages are made with while one request is answered, on a connection that nobody else uses meanwhile.
public struct PageDesk: Sendable {
  /// The use cases.
  let accounts: Accounts
  /// Who is signed in.
  let sessions: BrowserSessions
  /// The anti-forgery fields of forms.
  let seals: FormSeal
  /// The tokens in pages, for their scripts.
  let tokens: PageTokens

  /// A desk on a connection.
  ///
  /// - Parameter submit: commits what is to be remembered of a visit, on another thread.
  init(accounts: Accounts, settings: Settings, submit: @escaping @Sendable (Change<Void>) -> Void) {
    self.accounts = accounts
    sessions = BrowserSessions(accounts: accounts, settings: settings, submit: submit)
    seals = FormSeal(accounts: accounts)
    tokens = PageTokens(accounts: accounts, settings: settings)
  }
}
