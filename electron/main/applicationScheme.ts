import { app, net, protocol, session } from 'electron'
import { join, normalize, sep } from 'node:path'
import { pathToFileURL } from 'node:url'

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

/** Must be called before the application is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ])
}

/** Serves the built window, and refuses every other address: the application never speaks to a network. */
export function serveWindow(): void {
  const folder = join(app.getAppPath(), 'out', 'renderer')
  protocol.handle(SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url)
    const file = normalize(join(folder, decodeURIComponent(pathname)))
    if (host !== HOST || !file.startsWith(folder + sep)) return new Response(null, { status: 404 })
    try {
      const response = await net.fetch(pathToFileURL(file).toString())
      const headers = new Headers(response.headers)
      headers.set('Content-Security-Policy', CONTENT_SECURITY_POLICY)
      headers.set('X-Content-Type-Options', 'nosniff')
      return new Response(response.body, { status: response.status, headers })
    } catch {
      return new Response(null, { status: 404 })
    }
  })
  session.defaultSession.webRequest.onBeforeRequest(({ url }, decide) => {
    const ours = /^(stokes|devtools|data|blob|file):/.test(url)
    decide({ cancel: !ours })
  })
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => {
    decide(false)
  })
  session.defaultSession.setPermissionCheckHandler(() => false)
}
