/** What somebody reads on a page, with single spaces; what a table repeats where it has no columns is left out. */
export const plain = (text: string): string =>
  text
    .replace(/<span class="desk-table__label"[^>]*>[^<]*<\/span>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
