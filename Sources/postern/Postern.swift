/// The program.
@main
enum Postern {
  static func main() {}
}
