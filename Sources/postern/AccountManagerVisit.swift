import Accounts
import Configuration
import Screens
import TerminalUI

extension House {
  /// Opens the account manager on this terminal, until the person leaves.
  ///
  /// - Parameters:
  ///   - account: the account that is open already, if the operator opened one.
  ///   - theme: the name of a theme instead of the configured one.
  ///   - notes: what is said under the sign-in form.
  ///   - environment: where themes and the home folder are.
  @MainActor
  func visit(
    account: Account? = nil, theme: String? = nil, notes: [String] = [], environment: Environment
  ) throws(Failure) {
    let loader = ThemeLoader(environment: environment)
    let desk = desk(
      account: account, notes: notes, exportFolder: environment["HOME"] == nil ? "." : "~", themes: loader.names())
    do throws(TerminalError) {
      let themes = ThemeSource { name in
        let loaded = loader.load(name)
        return (loaded.theme, loaded.warning)
      } stamp: {
        loader.stamp($0)
      }
      try Visit(desk: desk, theme: theme ?? settings.theme, themes: themes).run()
    } catch {
      throw .failed(error.description)
    }
  }

  /// The first screen of somebody's account as text, in 80 columns and 24 rows.
  @MainActor
  func screen(of account: Account) -> String {
    let manager = AccountManager(desk: desk(account: account))
    manager.settle()
    return manager.draw().text()
  }

  @MainActor
  private func desk(
    account: Account?, notes: [String] = [], exportFolder: String = ".", themes: [String] = []
  ) -> Desk {
    Desk(
      accounts: accounts, account: account, keymap: Keymap(changes: settings.keys), siteName: settings.siteName,
      databaseName: store.path.split(separator: "/").last.map(String.init) ?? store.path, issuer: settings.issuer.text,
      signInNotes: notes, themes: themes, exportFolder: exportFolder)
  }
}
