/// What made-up people, applications and tokens are called.
enum Words {
  static let people = [
    "ada", "grace", "alan", "edsger", "barbara", "donald", "john", "margaret", "dennis", "ken", "frances", "tony",
    "niklaus", "leslie", "radia", "vint", "tim", "linus", "guido", "bjarne", "katherine", "hedy", "claude", "sophie",
  ]
  static let applicationFirst = [
    "Archive", "Atlas", "Backup", "Beacon", "Citation", "Dataset", "Field", "Harvest", "Lab", "Library", "Metadata",
    "Notebook", "Ocean", "Photon", "Preprint", "Protein", "Quasar", "Sample", "Survey", "Telescope",
  ]
  static let applicationSecond = [
    "bot", "bridge", "browser", "curator", "dashboard", "exporter", "finder", "importer", "mirror", "notifier",
    "reader", "robot", "scanner", "sync", "uploader", "viewer", "watcher", "writer",
  ]
  static let tokenFirst = [
    "backup", "bench", "ci", "cluster", "cron", "deploy", "etl", "gitlab", "import", "jupyter", "laptop", "mirror",
    "notebook", "phone", "release", "script", "server", "tablet", "test", "upload",
  ]
  static let tokenSecond = [
    "daily", "dev", "draft", "eu", "hourly", "main", "monthly", "new", "nightly", "old", "prod", "spare", "stage",
    "tmp",
    "us", "weekly",
  ]
  static let descriptions = [
    "", "Uploads nightly datasets", "Mirrors records to the group's archive", "Shows notebooks beside their data",
    "Collects metadata for the yearly report", "Watches for new versions and tells the team",
  ]
}
