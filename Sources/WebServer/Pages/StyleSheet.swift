import Cryptography
import HTTPServer

/// The one style sheet: quiet, readable on a phone and at any size of text, light and dark as the reader has it.
enum StyleSheet {
  /// Where it is served, with a mark of its content behind, so that a browser may keep it for good.
  static let path = "/style.css?\(mark)"

  private static let mark = String(Base64.encode(SHA256.digest(of: text), .url).prefix(8))

  /// The answer to whoever asks for it.
  static func response(to request: HTTPRequest) -> HTTPResponse {
    let isCurrent = request.query == mark
    return HTTPResponse(
      status: 200,
      headers: [
        ("Content-Type", "text/css; charset=utf-8"), ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", isCurrent ? "public, max-age=31536000, immutable" : "no-cache"),
      ], body: Array(text.utf8))
  }

  static let text = """
    :root {
      color-scheme: light dark;
      --paper: #fbfaf7; --card: #ffffff; --ink: #1f2328; --soft: #57606a; --line: #d8d4cb; --field: #8c8780;
      --accent: #0b5c54; --on-accent: #ffffff; --accent-strong: #08463f;
      --bad: #9b1c1c; --bad-paper: #fdf1f0; --warn: #7a4b00; --warn-paper: #fdf5e3;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #14171a; --card: #1c2024; --ink: #e8e6e1; --soft: #a9b1ba; --line: #343a40; --field: #7d858d;
        --accent: #7fd1c4; --on-accent: #06201d; --accent-strong: #a5e3d9;
        --bad: #ff9d94; --bad-paper: #33191a; --warn: #f2c46d; --warn-paper: #30250f;
      }
    }
    *, *::before, *::after { box-sizing: border-box; }
    html { font: 100%/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
    body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere; }
    header.site, main { width: 100%; max-width: 34rem; margin: 0 auto; padding: 0 1.25rem; }
    header.site { display: flex; align-items: center; gap: .6rem; padding-top: 1.5rem; padding-bottom: 1rem;
      font-weight: 600; letter-spacing: .01em; }
    .mark { width: .95rem; height: 1.25rem; flex: none; border: 2px solid var(--accent); border-bottom-width: 4px;
      border-radius: .5rem .5rem 0 0; }
    main { padding-top: 1.5rem; padding-bottom: 2rem; background: var(--card); border-top: 1px solid var(--line);
      border-bottom: 1px solid var(--line); }
    @media (min-width: 38rem) {
      header.site { padding-top: 10vh; padding-left: 0; padding-right: 0; }
      main { padding: 2rem 2.25rem 2.25rem; border: 1px solid var(--line); border-radius: .75rem;
        margin-bottom: 10vh; }
    }
    h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; letter-spacing: -.01em; }
    h2 { font-size: 1.05rem; margin: 0 0 .5rem; }
    h3 { font-size: .85rem; margin: .75rem 0 .25rem; color: var(--soft); font-weight: 600; }
    p { margin: 0 0 1rem; }
    section { margin: 1.5rem 0; padding-top: 1.25rem; border-top: 1px solid var(--line); }
    ul { margin: 0; padding-left: 1.2rem; }
    li { margin: .25rem 0; }
    ul.index { list-style: none; padding: 0; }
    ul.index li { padding: .6rem 0; color: var(--soft); }
    ul.index li + li { border-top: 1px solid var(--line); }
    ul.index strong { color: var(--ink); }
    ul.index a strong { color: inherit; }
    .facts { margin: 0 0 1rem; }
    .facts div { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .3rem 0; }
    .facts dt { flex: 0 0 6.5rem; color: var(--soft); }
    .facts dd { flex: 1 1 12rem; margin: 0; white-space: pre-line; }
    .aside, .hint { color: var(--soft); font-size: .925rem; }
    .aside strong { color: var(--ink); }
    form.aside { margin-top: 1.5rem; }
    main > :last-child, main > :last-child > :last-child { margin-bottom: 0; }
    a { color: var(--accent); text-underline-offset: .15em; }
    a:hover { color: var(--accent-strong); }
    code, kbd, pre { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, "Liberation Mono", monospace;
      font-size: .9em; }
    li code { color: var(--soft); }
    kbd { border: 1px solid var(--line); border-bottom-width: 2px; border-radius: .25rem; padding: 0 .35em; }
    pre { margin: 0 0 1rem; padding: .6rem .8rem; border: 1px solid var(--line); border-radius: .4rem;
      background: var(--paper); overflow-x: auto; }
    label { display: block; margin: 1rem 0 .3rem; font-weight: 600; }
    label + .hint { margin: 0 0 .4rem; }
    input { width: 100%; padding: .6rem .75rem; font: inherit; color: var(--ink); background: var(--paper);
      border: 1px solid var(--field); border-radius: .4rem; }
    .code { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, "Liberation Mono", monospace;
      font-size: 1.6rem; letter-spacing: .12em; text-align: center; text-transform: uppercase; }
    p.code { padding: .5rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--paper); }
    .actions { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem; }
    button { min-height: 2.75rem; padding: .55rem 1.4rem; font: inherit; font-weight: 600; cursor: pointer;
      color: var(--ink); background: var(--card); border: 1px solid var(--field); border-radius: .4rem; }
    button:hover { border-color: var(--ink); }
    button.primary { color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
    button.primary:hover { background: var(--accent-strong); border-color: var(--accent-strong); }
    button.link { min-height: 0; padding: 0; border: 0; background: none; font-weight: inherit; color: var(--accent);
      text-decoration: underline; text-underline-offset: .15em; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
    .notice { padding: .75rem 1rem; border: 1px solid currentColor; border-radius: .4rem; }
    .problem { color: var(--bad); background: var(--bad-paper); }
    .warning { color: var(--warn); background: var(--warn-paper); }
    @media print { header.site, button, .aside { display: none; } }

    """
}
