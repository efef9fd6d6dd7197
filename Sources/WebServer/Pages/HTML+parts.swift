extension HTML {
  /// Fields that people do not see.
  static func hidden(_ fields: [(name: String, value: String)]) -> HTML {
    let inputs = fields.map { field -> HTML in
      "<input type=\"hidden\" name=\"\(field.name)\" value=\"\(field.value)\">\n"
    }
    return "\(inputs)"
  }

  /// What went wrong, read out at once; nothing when nothing did.
  static func problem(_ sentence: String?) -> HTML {
    guard let sentence else { return "" }
    return "<p class=\"notice problem\" role=\"alert\" id=\"problem\">\(sentence)</p>\n"
  }

  /// Names and their values.
  static func facts(_ facts: [(name: String, value: HTML)]) -> HTML {
    guard !facts.isEmpty else { return "" }
    let rows = facts.map { fact -> HTML in "<div><dt>\(fact.name)</dt><dd>\(fact.value)</dd></div>\n" }
    return "<dl class=\"facts\">\n\(rows)</dl>\n"
  }

  /// A link that opens beside the page, and tells the other side nothing. Only addresses of the web become links.
  static func website(_ address: String) -> HTML {
    guard ["https://", "http://"].contains(where: address.lowercased().hasPrefix) else { return "\(address)" }
    return "<a href=\"\(address)\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">\(address)</a>"
  }

  /// A number with its word, such as "1 user".
  static func count(_ number: Int, _ word: String) -> HTML { "\(number) \(number == 1 ? word : word + "s")" }

  /// Permissions by group, each with its id.
  static func permissions(_ groups: [PermissionGroup]) -> HTML {
    guard !groups.isEmpty else { return "<p>No permissions beyond knowing which account it is.</p>\n" }
    let sections = groups.map { group -> HTML in
      let items = group.scopes.map { scope -> HTML in "<li>\(scope.help) <code>\(scope.id)</code></li>\n" }
      return "<h3>\(group.name)</h3>\n<ul>\n\(items)</ul>\n"
    }
    return "\(sections)"
  }
}

/// Permissions that are shown under one heading.
public struct PermissionGroup: Sendable {
  /// The group, such as `user`.
  public var name: String
  /// Its scopes: id, and what it allows.
  public var scopes: [(id: String, help: String)]

  /// A group.
  public init(name: String, scopes: [(id: String, help: String)]) {
    self.name = name
    self.scopes = scopes
  }
}
