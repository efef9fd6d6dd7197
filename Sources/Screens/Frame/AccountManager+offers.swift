import TerminalUI

extension AccountManager {
  /// Everything that can be done here and now: what the page offers, and what can be done everywhere.
  var offers: [Offer] {
    let page = dialogs.last ?? pages[pages.count - 1]
    let own = page.offers(desk(for: pages.last?.id))
    let everywhere = dialogs.isEmpty ? global : global.filter { [.redraw, .suspend, .quitNow].contains($0.action) }
    return own + everywhere.filter { general in !own.contains { $0.action == general.action } }
  }

  private var global: [Offer] {
    var offers: [Offer] = []
    let isSignedIn = desk.account != nil
    if isSignedIn {
      offers += tabs.map { Offer($0.action) }
      offers += [
        Offer(.cancel), Offer(.palette), Offer(.nextField, "next screen"), Offer(.previousField, "previous screen"),
      ]
    }
    offers += [
      Offer(.help, hint: "help"), Offer(.quit, hint: pages.count > 1 ? "back" : "quit"), Offer(.redraw),
      Offer(.suspend, off: desk.machine == nil ? Machine.isNotYours : nil),
    ]
    if isSignedIn, guest == nil {
      let isOnList = pages.count == 1 && pages[0].tab == .authorized
      offers += [Offer(.connectDevice, hint: isOnList ? "connect a device" : nil)]
      let isThere = pages.contains { $0 is ListPage<AllTokenList> }
      if !isThere, desk.account?.user.role == .administrator { offers.append(Offer(.allTokens)) }
      if !pages.contains(where: { $0 is AccountPage }) {
        offers.append(Offer(.account, hint: pages.count == 1 ? "account" : nil))
      }
    }
    if isSignedIn { offers.append(Offer(.signOut)) }
    return offers + [Offer(.mouse), Offer(.quitNow, "quit from anywhere")]
  }

  /// The commands. What was run before is called as it would be now: it may be about another row.
  var palette: PaletteDialog {
    let offers = paletteOffers
    let earlier = commands.compactMap { command in offers.first { $0.isSame(as: command) }?.title }
    return PaletteDialog(offers: offers, below: self.offers, earlier: earlier, keymap: desk.keymap)
  }

  /// Keeps what was run from the commands as the newest.
  func remember(_ offer: Offer) {
    commands = [offer] + commands.filter { !$0.isSame(as: offer) }
  }

  /// What the commands list: all but movements, and the themes.
  var paletteOffers: [Offer] {
    let movement: [Action] = [
      .up, .down, .top, .bottom, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .nextField, .previousField, .cancel,
      .palette, .nextMatch, .previousMatch,
    ]
    return offers.filter { !movement.contains($0.action) }
      + desk.themes.map { Offer(.theme, "theme \($0)", theme: $0) }
  }
}
