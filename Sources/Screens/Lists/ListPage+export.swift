import Accounts
import Storage

extension ListPage {
  func export(_ context: inout Context) {
    let (query, page, marked) = (query, id, marks.isEmpty ? nil : marked)
    let stem = PrivateFile.free("\(context.desk.exportFolder)/postern-\(L.noun.split(separator: " ").last ?? "row")s")
    context.ask(
      .present(
        ExportDialog(id: Pages.next(), stem: stem, count: marked?.count ?? window.total, noun: L.noun) { path, format in
          Work(page: page, kind: .export) { account, _ throws(AccountError) in
            guard let account else { throw .signedOut }
            try L.noteExport(account, query)
            let rows = try Export.write(to: path, format: format, header: L.exportHeader) {
              (emit: ([ExportValue]) throws(AccountError) -> Void) throws(AccountError) in
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
            return Exported(path: path, rows: rows)
          }
        }))
  }

  struct Exported: Sendable {
    let path: String
    let rows: Int
  }
}
