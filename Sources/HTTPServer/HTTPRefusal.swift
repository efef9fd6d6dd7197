/// Why a request, or a whole connection, got no further than the gate.
public enum HTTPRefusal: String, Sendable, CaseIterable {
  /// libmicrohttpd could not read it, or the client went away in the midst of it.
  case unreadable
  /// The first line has spaces too many, or something in it that does not belong there.
  case requestLine = "request_line"
  /// The target is no path of this server, or one that could be read as another path.
  case target
  /// The target is too long.
  case targetTooLong = "target_too_long"
  /// A method that no resource could ever have.
  case method
  /// Neither HTTP/1.1 nor 1.0.
  case version
  /// A header with an odd name, a value with control characters or invalid UTF-8, or lines that do not end as they must.
  case header
  /// More headers than anybody sends.
  case headers
  /// No Host, several of them, or one that names no host.
  case host
  /// More than one Authorization.
  case authorization
  /// A Content-Length that is no number, or more than one.
  case contentLength = "content_length"
  /// A body in an encoding: none is taken.
  case transferEncoding = "transfer_encoding"
  /// An expectation other than 100-continue.
  case expectation
  /// A body above the limit.
  case bodyTooLarge = "body_too_large"
  /// The server is about to end.
  case stopping
  /// More connections from one address than it may have.
  case connections
  /// The head of the request did not come in time.
  case headerTimeout = "header_timeout"
  /// The body did not come, or the answer was not taken, in time.
  case bodyTimeout = "body_timeout"

  /// What is answered; nothing where the connection is closed without a word.
  public var status: Int? {
    switch self {
    case .unreadable, .connections, .headerTimeout, .bodyTimeout: nil
    case .requestLine, .target, .header, .host, .authorization, .contentLength: 400
    case .bodyTooLarge: 413
    case .targetTooLong: 414
    case .expectation: 417
    case .headers: 431
    // RFC 9112 §6.1: a server that does not understand a transfer coding answers 501.
    case .method, .transferEncoding: 501
    case .stopping: 503
    case .version: 505
    }
  }

  /// One sentence for who sent it.
  var sentence: String {
    switch self {
    case .requestLine: "The first line of the request is malformed."
    case .target: "The target of the request is malformed."
    case .header: "A header of the request is malformed."
    case .host: "The request needs one Host header that names this host."
    case .authorization: "The request may have one Authorization header only."
    case .contentLength: "The request needs one Content-Length, in decimal digits."
    case .bodyTooLarge: "The body of the request is too large."
    case .targetTooLong: "The target of the request is too long."
    case .expectation: "Only the expectation 100-continue can be met."
    case .headers: "The request has too many headers."
    case .method: "The method is not known here."
    case .transferEncoding: "Transfer codings are not taken; send the body with its Content-Length."
    case .stopping: "The server is stopping; try again."
    case .version: "Only HTTP/1.1 and HTTP/1.0 are spoken here."
    case .unreadable, .connections, .headerTimeout, .bodyTimeout: ""
    }
  }
}
