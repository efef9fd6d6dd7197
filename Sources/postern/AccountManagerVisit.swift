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
  ///   - machine: this machine, if the person may use it.
  ///   - environment: where themes are.
  @MainActor
  func visit(
    account: Account? = nil, theme: String? = nil, notes: [String] = [], machine: Machine?, environment: Environment
  ) throws(Failure) {
    let loader = ThemeLoader(environment: environment)
    let desk = desk(
      account: account, notes: notes, machine: machine, themes: loader.names())
    let farewell: String?
    do throws(TerminalError) {
      let themes = ThemeSource { name in
        let loaded = loader.load(name)
        return (loaded.theme, loaded.warning)
      } stamp: {
        loader.stamp($0)
      }
      farewell = try Visit(desk: desk, theme: theme ?? settings.theme, themes: themes).run()
    } catch {
      throw .failed(error.description)
    }
    if let farewell { throw .refused(farewell) }
  }

  /// The first screen of somebody's account as text, in 80 columns and 24 rows.
  @MainActor
  func screen(of account: Account) -> String {
    let manager = AccountManager(desk: desk(account: account, machine: nil))
    manager.settle()
    return manager.draw().text()
  }

  @MainActor
  private func desk(
    account: Account?, notes: [String] = [], machine: Machine?, themes: [String] = []
  ) -> Desk {
    Desk(
      accounts: accounts, account: account, keymap: Keymap(changes: settings.keys), siteName: settings.siteName,
      databaseName: store.path.split(separator: "/").last.map(String.init) ?? store.path, issuer: settings.issuer.text,
      signInNotes: notes, themes: themes, machine: machine)
  }
}

extension Machine {
  /// This machine, for who runs the program on it.
  init(_ environment: Environment) { self.init(exportFolder: environment["HOME"] == nil ? "." : "~") }
}
