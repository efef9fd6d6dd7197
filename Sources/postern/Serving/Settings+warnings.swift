import Configuration

extension Settings {
  /// What somebody who starts a server with these settings should know, a sentence each.
  var serverWarnings: [String] {
    var warnings: [String] = []
    if tls == nil, !listen.isLoopback {
      warnings.append(
        "\(listen) is reached from other machines without TLS; give --tls-certificate and --tls-key, or listen at "
          + "127.0.0.1 behind a proxy that has them.")
    }
    if let managementListen, !managementListen.isLoopback {
      warnings.append(
        "health and metrics at \(managementListen) are reached from other machines, without TLS; set managementListen "
          + "to 127.0.0.1, or keep others away from that port.")
    }
    if givenIssuer == nil, !listen.isLoopback {
      warnings.append(
        "no issuer is given, so applications and browsers are told \(issuer); give --issuer with the URL under which "
          + "they reach this server.")
    }
    return warnings
  }
}
