import Accounts
import Model
import Storage

extension ListPage {
  func export(_ context: inout Context) {
    guard let machine = context.desk.machine else { return exportToScreen(&context) }
    let (source, page, count) = (exported, id, marks.isEmpty ? window.total : marked.count)
    let stem = PrivateFile.free("\(machine.exportFolder)/postern-\(L.noun.split(separator: " ").last ?? "row")s")
    context.ask(
      .present(
        ExportDialog(
          id: Pages.next(), stem: stem, folder: machine.exportFolder, count: count, noun: L.noun
        ) { path, format in
          Work(page: page, kind: .export) { account, _ throws(AccountError) in
            guard let account else { throw .signedOut }
            let rows = try Export.write(to: path, on: machine, format: format, header: L.exportHeader) {
              (emit: Export.Emit) throws(AccountError) in
              try source(account, emit)
            } done: { (rows) throws(AccountError) in
              try L.exported(account, rows: rows)
            }
            return Exported(path: path, rows: rows)
          }
        }))
  }

  /// Where no file can be written, what is listed goes to the screen or the clipboard.
  private func exportToScreen(_ context: inout Context) {
    let (source, page) = (exported, id)
    let count =
      (marks.isEmpty ? window.total : marked.count).map { Counting.of($0, L.noun) } ?? "every \(L.noun) listed"
    let ways = ["show as CSV", "show as JSON", "copy as CSV (OSC 52)", "copy as JSON (OSC 52)"]
    context.ask(
      .present(
        ConfirmDialog(
          title: "Export", lines: ["No file is written here, over SSH: \(count) can be shown or copied."],
          verb: "Export",
          demand: .choice(ways)
        ) { chosen, context in
          let format: ExportFormat = chosen % 2 == 0 ? .csv : .json
          context.ask(
            .work(
              Work(page: page, kind: .export) { account, _ throws(AccountError) in
                guard let account else { throw .signedOut }
                var rows = 0
                let text = try Export.text(format: format, header: L.exportHeader) {
                  (emit: Export.Emit) throws(AccountError) in
                  try source(account) { (row: [ExportValue]) throws(AccountError) in
                    rows += 1
                    try emit(row)
                  }
                }
                try L.exported(account, rows: rows)
                return ExportedText(text: text, isForClipboard: chosen > 1)
              }))
        }))
  }

  /// Hands over every row that is marked, else every one that is listed.
  private var exported: @Sendable (Account, Export.Emit) throws(AccountError) -> Void {
    let (query, marked) = (query, marks.isEmpty ? nil : marked)
    return { (account, emit) throws(AccountError) in
      if let marked {
        for row in marked { try emit(L.exportRow(row)) }
        return
      }
      var anchor = Anchor.start
      while true {
        let rows = try L.page(account, query, anchor, 1000)
        for entry in rows { try emit(L.exportRow(entry.row)) }
        guard let last = rows.last else { return }
        anchor = .after(last.cursor)
      }
    }
  }

  struct Exported: Sendable {
    let path: String
    let rows: Int
  }

  /// What is shown or copied where no file can be written.
  struct ExportedText: Sendable {
    let text: String
    let isForClipboard: Bool
  }
}
