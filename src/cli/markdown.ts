/** Names in a cell, each as code. */
export function names(all: readonly string[]): string {
  return all.map(code).join(' ')
}

export function code(name: string): string {
  return `\`${name}\``
}

/** A table, with an empty line after it. */
export function table(heads: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...lines.map(line), ''].join('\n')
}
