import HTTPServer
import OAuth

/// Why a post is not read as a form.
public enum FormRefusal: Error, Sendable, Equatable {
  /// It says that it is something else.
  case otherType
  /// It is no form that can be read in one way only.
  case broken(FormProblem)
  /// A parameter came more than once.
  case twice(String)

  /// The status of the answer (RFC 9110 §15.5).
  public var status: Int { self == .otherType ? 415 : 400 }

  /// What is wrong, for whoever wrote the client.
  public var sentence: String {
    switch self {
    case .otherType: "The body must be application/x-www-form-urlencoded."
    case .broken(let problem): problem.sentence
    case .twice: "A parameter came more than once."
    }
  }
}

extension FormParameters {
  /// Reads the body of a post, in which no parameter may come twice. Without a body no type is needed.
  public init(body request: HTTPRequest) throws(FormRefusal) {
    guard request.isForm || (request.body.isEmpty && (request.header("content-type") ?? "").isEmpty) else {
      throw .otherType
    }
    do throws(FormProblem) {
      try self.init(request.body)
    } catch {
      throw .broken(error)
    }
    if let name = duplicates.first { throw .twice(name) }
  }
}
