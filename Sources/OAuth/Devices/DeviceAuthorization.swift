import Cryptography
import FoundationEssentials
import Model
import Storage

extension AuthorizationServer {
  /// Begins a device authorization (RFC 8628 §3.1): the change that writes it, and the answer for the device.
  public func authorizeDevice(
    _ parameters: ProtocolParameters, client: ProtocolClient
  ) throws(OAuthError) -> (change: Change<Void>, answer: JSON) {
    guard settings.grantTypes.contains(.deviceCode) else {
      throw OAuthError(.unsupportedGrantType, "Devices cannot be connected here.")
    }
    let scopes = try settings.scopes.requested(parameters["scope"])
    let now = now
    let secret = secret(.deviceCode)
    let code = UserCode(random: surroundings.random)
    let change = Store.addDeviceCode(
      secret.stored, userCode: code.digest, client: client.id, scopes: scopes,
      interval: settings.devicePollInterval, expiresAt: now.addingTimeInterval(Double(settings.deviceCodeLifetime)),
      at: now)
    let page = "\(settings.issuer)/device"
    let answer = JSON.object([
      ("device_code", .string(secret.text)), ("user_code", .string(code.description)),
      ("verification_uri", .string(page)),
      ("verification_uri_complete", .string("\(page)?user_code=\(code)")),
      ("expires_in", .integer(Int64(settings.deviceCodeLifetime))),
      ("interval", .integer(Int64(settings.devicePollInterval))),
    ])
    return (change, answer)
  }
}
