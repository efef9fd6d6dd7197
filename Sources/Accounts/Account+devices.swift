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
  private static let connecting = "let a device in"

  /// The device that waits under a code which somebody typed. Guesses are counted: a code is short, and whoever finds
  /// one that is not theirs could let a stranger's device in.
  ///
  /// - Throws: ``AccountError/notFound(_:)`` for text that cannot be a code and for one that nobody waits under alike.
  public func waitingDevice(_ typed: String) throws(AccountError) -> WaitingDevice {
    try requireOwner(to: Self.connecting)
    return try storage { () throws(StorageError) in try store.commit(lookUp(typed: typed)) }.get()
  }

  /// The same, to be committed by somebody else. What is counted stands whatever the answer is.
  public func lookUp(typed: String) -> Change<Result<WaitingDevice, AccountError>> {
    let now = now
    let limits = [SignInLimits.deviceCodes(of: user), SignInLimits.everybodysDeviceCodes]
    let code = UserCode(typed: PlainText.trimmed(typed))
    let missing = AccountError.notFound(.device(PlainText.trimmed(typed)))
    return Store.user(user.id).followed { current in
      guard let current, current.isActive || isOperated else { return .none(.failure(.signedOut)) }
      // Not recorded here: the database is not to be asked by a second way in the midst of a change.
      if let refusal = refusal(to: Self.connecting) { return .none(.failure(refusal)) }
      return Store.admitSignIn(limits, at: now).followed { admission in
        if case .refused(let seconds) = admission {
          return failure(.throttled(seconds: seconds), detail: "too many attempts")
        }
        guard let code else { return failure(missing) }
        return Store.deviceRequest(code.digest, at: now).followed { found in
          found.map { .none(.success(WaitingDevice(code: code, request: $0))) } ?? failure(missing)
        }
      }
    }
  }

  /// That no device was found, which is recorded; what was typed is not.
  private func failure(
    _ error: AccountError, detail: String = ""
  ) -> Change<Result<WaitingDevice, AccountError>> {
    Store.record(audit(.deviceFailed, on: "-", outcome: .refused, detail: detail)).map { .failure(error) }
  }

  /// Looks up the device that waits under a typed code and decides about it, to be committed by somebody else.
  public func decide(typed: String, isApproved: Bool) -> Change<Result<WaitingDevice, AccountError>> {
    lookUp(typed: typed).followed { found in
      guard case .success(let device) = found else { return .none(found) }
      return decision(device, isApproved: isApproved).map { .success(device) }
    }
  }

  /// Lets a waiting device act for this user, within the scopes it asked for.
  public func approve(_ device: WaitingDevice) throws(AccountError) { try decide(device, isApproved: true) }

  /// Refuses a waiting device.
  public func refuse(_ device: WaitingDevice) throws(AccountError) { try decide(device, isApproved: false) }

  private func decide(_ device: WaitingDevice, isApproved: Bool) throws(AccountError) {
    try requireOwner(to: Self.connecting)
    let change = decision(device, isApproved: isApproved)
    try perform(on: .device(device.code.description)) { () throws(StorageError) in try store.commit(change) }
  }

  private func decision(_ device: WaitingDevice, isApproved: Bool) -> Change<Void> {
    let audit = audit(
      isApproved ? .deviceApprove : .deviceRefuse, on: device.request.client.profile.name.text,
      detail: device.request.scopes.joined(separator: " "))
    return Store.decideDevice(
      device.request.userCode, by: user.id, isApproved: isApproved, at: audit.at, audit: audit)
  }
}
