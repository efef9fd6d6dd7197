/// What a cell means; a theme says how that looks.
public enum Role: String, Sendable, CaseIterable {
  case text, muted, title, rule, tab, tabActive, column, selection, selectionInactive, match, key, hint
  case input, inputFocus, placeholder, error, link, secret
  case badgeOK, badgeWarn, badgeDanger, flashOK, flashWarn, flashError
  case dialog, dialogDanger
}
