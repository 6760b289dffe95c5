import { app, protocol, session } from 'electron'
import { readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

const SCHEME = 'stokes'
const HOST = 'app'

/** Where the window begins. */
export const WINDOW_ADDRESS = `${SCHEME}://${HOST}/index.html`

/** Nothing but our own files; no inline script or style, no connection anywhere. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Of the files that a built window has. */
const MEDIA_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Must be called before the application is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ])
}

/** Serves the built window, and refuses all else: no other address, no permission, no download. */
export function serveWindow(): void {
  protocol.handle(SCHEME, async ({ url }) => {
    try {
      return await serve(new URL(url))
    } catch {
      return new Response(null, { status: 404 })
    }
  })
  const { defaultSession } = session
  defaultSession.webRequest.onBeforeRequest(({ url }, decide) => {
    decide({ cancel: !/^(stokes|devtools|data|blob):/.test(url) })
  })
  defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => {
    decide(false)
  })
  defaultSession.setPermissionCheckHandler(() => false)
  defaultSession.on('will-download', (event) => {
    event.preventDefault()
  })
}

/** A file of the built window; throws for any other. */
async function serve({ host, pathname }: URL): Promise<Response> {
  const folder = join(app.getAppPath(), 'out', 'renderer')
  const file = join(folder, decodeURIComponent(pathname))
  const type = MEDIA_TYPES[extname(file)]
  if (host !== HOST || type === undefined || !file.startsWith(folder + sep))
    throw new Error(`${pathname} is no file of the window.`)
  return new Response(await readFile(file), {
    headers: {
      'Content-Type': type,
      'Content-Security-Policy': CONTENT_SECURITY_POLICY,
      'X-Content-Type-Options': 'nosniff',
    },
  })
}
