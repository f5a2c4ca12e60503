/** What a page of the desk may load, and where it may lead: nothing from elsewhere, and no script. */
export const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')
