import Accounts
import Configuration
import Glibc
import Screens
import TerminalUI

extension House {
  /// Opens the account manager on this terminal, until the person leaves.
  ///
  /// - Parameters:
  ///   - account: the account that is open already, if the operator opened one.
  ///   - theme: the name of a theme instead of the configured one.
  ///   - notes: what is said under the sign-in form.
  @MainActor
  func visit(
    account: Account? = nil, theme: String? = nil, notes: [String] = [], environment: Environment = .process
  ) throws(Failure) {
    let desk = desk(account: account, notes: notes, environment: environment)
    do throws(TerminalError) {
      let themes = ThemeSource { _ in (BuiltInThemes.terminal, nil) }
      let visit = try Visit(desk: desk, theme: theme ?? settings.theme, themes: themes)
      visit.run()
    } catch {
      throw .failed(error.description)
    }
  }

  /// What a visit starts with.
  func desk(account: Account?, notes: [String] = [], environment: Environment = .process) -> Desk {
    Desk(
      accounts: accounts, account: account, keymap: Keymap(changes: settings.keys), siteName: settings.siteName,
      databaseName: Self.name(ofFile: store.path), issuer: settings.issuer.text, signInNotes: notes,
      exportFolder: environment["HOME"] ?? ".")
  }

  private static func name(ofFile path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
