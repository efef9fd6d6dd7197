import Model

extension Table {
  /// Personal access tokens.
  init(tokens: [PersonalToken]) {
    self.init(["NAME", "SCOPES", "LAST USED", "EXPIRES"])
    for token in tokens {
      add([
        token.name.text, Words.scopes(token.scopes), Words.moment(token.lastUsedAt), Words.moment(token.expiresAt),
      ])
    }
  }

  /// Applications that somebody let in.
  init(authorized applications: [AuthorizedApplication]) {
    self.init(["NAME", "BY", "SCOPES", "CLIENT ID", "LAST USED"])
    for application in applications {
      add([
        application.name.text, application.ownerLabel, Words.scopes(application.scopes), application.clientID.text,
        Words.moment(application.lastUsedAt),
      ])
    }
  }
}
