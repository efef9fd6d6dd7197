import Cryptography
import Model
import Storage

/// A device that waits under a code which somebody typed.
public struct WaitingDevice: Sendable {
  /// The code.
  public let code: UserCode
  /// Who asks for what.
  public let request: DeviceRequest
}

extension Account {
  /// The device that waits under a code which somebody typed. Guesses are counted: a code is short, and whoever finds
  /// one that is not theirs could let a stranger's device in.
  ///
  /// - Throws: ``AccountError/notFound(_:)`` for text that cannot be a code and for one that nobody waits under alike.
  public func waitingDevice(_ typed: String) throws(AccountError) -> WaitingDevice {
    let now = now
    let limits = [SignInLimits.deviceCodes(of: user), SignInLimits.everybodysDeviceCodes]
    let admission = try perform { () throws(StorageError) in try store.admitSignIn(limits, at: now) }
    if case .refused(let seconds) = admission { throw .throttled(seconds: seconds) }
    let missing = AccountError.notFound(.device(PlainText.trimmed(typed)))
    guard let code = UserCode(typed: PlainText.trimmed(typed)) else { throw missing }
    let found = try storage { () throws(StorageError) in try store.deviceRequest(code.digest, at: now) }
    guard let found else { throw missing }
    return WaitingDevice(code: code, request: found)
  }

  /// Lets a waiting device act for this user, within the scopes it asked for.
  public func approve(_ device: WaitingDevice) throws(AccountError) { try decide(device, isApproved: true) }

  /// Refuses a waiting device.
  public func refuse(_ device: WaitingDevice) throws(AccountError) { try decide(device, isApproved: false) }

  private func decide(_ device: WaitingDevice, isApproved: Bool) throws(AccountError) {
    let audit = audit(
      isApproved ? .deviceApprove : .deviceRefuse, on: device.request.client.profile.name.text,
      detail: device.request.scopes.joined(separator: " "))
    let change = Store.decideDevice(
      device.request.userCode, by: user.id, isApproved: isApproved, at: audit.at, audit: audit)
    try perform(on: .device(device.code.description)) { () throws(StorageError) in try store.commit(change) }
  }
}
