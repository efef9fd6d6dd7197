import Model

extension Command {
  /// `postern scope list`
  static let scopeList = Command(
    path: ["scope", "list"], summary: "list the scopes: the built-in and the configured ones", options: [.json],
    isOverSSH: true
  ) { invocation throws(Failure) in
    let scopes = try invocation.settings().scopes.all
    guard !invocation.has(.json) else { return try Console.print(JSON.array(scopes.map(JSON.scope)).text) }
    var table = Table(["ID", "GROUP", "OFFERED", "DESCRIPTION"])
    for scope in scopes { table.add([scope.id, scope.group, scope.isInternal ? "no" : "yes", scope.help]) }
    try Console.print(table.text)
  }
}
