extension HTTPRequest {
  private static let formType = "application/x-www-form-urlencoded"

  /// Whether it says, once, that its body is a form.
  public var isForm: Bool {
    guard let type = header("content-type"), count(of: "content-type") == 1 else { return false }
    // As nearly everybody writes it.
    if type == Self.formType { return true }
    return type.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased() == Self.formType
  }

  /// Whether a form was posted.
  public var isPostedForm: Bool { method == "POST" && isForm }
}
