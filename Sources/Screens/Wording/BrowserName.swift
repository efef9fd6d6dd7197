/// What browsers call themselves, in words that people know. A browser may call itself anything: the name is a help,
/// nothing is decided by it.
enum BrowserName {
  /// Names of programs by what stands in the text, the particular ones first: nearly all claim to be others too.
  private static let programs = [
    ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("OPR/", "Opera"), ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"), ("YaBrowser/", "Yandex"), ("DuckDuckGo/", "DuckDuckGo"),
    ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("Epiphany/", "GNOME Web"), ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome without a window"), ("Chromium/", "Chromium"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"), ("Lynx/", "Lynx"), ("w3m/", "w3m"), ("ELinks/", "ELinks"), ("Links ", "Links"),
    ("curl/", "curl"), ("Wget/", "Wget"), ("python-requests/", "Python"), ("Python-urllib/", "Python"),
  ]

  /// Names of systems, the particular ones first.
  private static let systems = [
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS"), ("Windows", "Windows"),
    ("Macintosh", "macOS"), ("FreeBSD", "FreeBSD"), ("OpenBSD", "OpenBSD"), ("NetBSD", "NetBSD"), ("Linux", "Linux"),
  ]

  /// "Firefox on Linux"; what no known program sends is "an unknown browser".
  static func of(_ userAgent: String) -> String {
    let program = programs.first { userAgent.contains($0.0) }?.1
    let system = systems.first { userAgent.contains($0.0) }?.1
    return switch (program, system) {
    case (let program?, let system?): "\(program) on \(system)"
    case (let program?, nil): program
    case (nil, let system?): "an unknown browser on \(system)"
    case (nil, nil): "an unknown browser"
    }
  }
}
