import Glibc

/// Where the configuration is: the file that was named, else the user's own, else the system's, else nowhere.
public enum SettingsLocation {
  /// The system's file.
  public static let systemFile = "/etc/postern/config.json5"

  /// Finds and reads the configuration.
  ///
  /// - Parameters:
  ///   - named: the file of `--config`, if given; then `POSTERN_CONFIG` counts. A named file must be there.
  ///   - environment: says where the user's own file is.
  /// - Throws: everything that is wrong with the file.
  public static func settings(
    named: String?, environment: Environment, systemFile: String = systemFile
  ) throws(ConfigurationFailure) -> Settings {
    guard let file = file(named: named, environment: environment, systemFile: systemFile) else { return Settings() }
    return try Settings(contentsOf: file)
  }

  /// The file that is read; nothing when there is none, and nobody named one.
  public static func file(
    named: String?, environment: Environment, systemFile: String = systemFile
  ) -> String? {
    if let file = named ?? environment["POSTERN_CONFIG"] { return file }
    let own = environment.baseFolder("XDG_CONFIG_HOME", orInHome: ".config").map { "\($0)/postern/config.json5" }
    return [own, systemFile].compactMap(\.self).first { access($0, F_OK) == 0 }
  }
}
