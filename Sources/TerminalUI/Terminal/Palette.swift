import CNCurses

/// The looks of a theme as ncurses takes them.
struct Palette {
  /// What a role's cells are drawn with.
  struct Ink: Equatable {
    var attributes: attr_t = 0
    var pair: Int16 = 0
    /// Blanks look the same as on bare ground: neither colour, underline nor reverse shows on them.
    var leavesBlanksBare = true
  }

  private var inks: [Role: Ink] = [:]

  subscript(role: Role) -> Ink { inks[role] ?? Ink() }

  init() {}

  /// Registers the colours of a theme with ncurses. Roles that look alike share a pair, so that nothing is sent between
  /// them.
  @MainActor
  init(theme: ResolvedTheme, depth: ColourDepth) {
    var pairs: [Look: Int16] = [:]
    let ground = theme.look(of: .text, at: depth).background
    for role in Role.allCases {
      let look = theme.look(of: role, at: depth)
      let colours = Look(foreground: look.foreground, background: look.background)
      var pair = colours == Look() ? 0 : pairs[colours]
      if pair == nil {
        let next = Int16(pairs.count + 1)
        init_extended_pair(Int32(next), Palette.number(look.foreground), Palette.number(look.background))
        pairs[colours] = next
        pair = next
      }
      let attributes = look.attributes
      inks[role] = Ink(
        attributes: postern_attributes(
          attributes.contains(.bold), attributes.contains(.dim), attributes.contains(.italic),
          attributes.contains(.underline), attributes.contains(.reverse)),
        pair: pair ?? 0,
        leavesBlanksBare: look.background == ground && attributes.isDisjoint(with: [.underline, .reverse]))
    }
  }

  /// The number that ncurses knows a colour by; -1 is the terminal's own.
  private static func number(_ colour: Colour) -> Int32 {
    switch colour {
    case .plain: -1
    case .ansi(let index), .indexed(let index): Int32(index)
    case .rgb(let red, let green, let blue): Int32(red << 16 | green << 8 | blue)
    }
  }
}
