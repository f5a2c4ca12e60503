/** A folder that was dropped on the page. */
export interface DroppedFolder {
  readonly kind: 'folder'
  readonly name: string
  readonly items: () => AsyncIterable<DroppedItem>
}

export type DroppedItem =
  DroppedFolder | { readonly kind: 'file'; readonly name: string; readonly file: () => Promise<File> }

/** What newer browsers have, and the types do not know yet. */
interface ItemWithHandle extends DataTransferItem {
  readonly getAsFileSystemHandle?: () => Promise<FileSystemHandle | null>
}

/**
 * The file or folder of an item that is being dropped; null for a text. Browsers give folders in two ways, and one of
 * them, that of entries, fails in Chromium on a page that was opened as a file. So handles are taken where there are any.
 */
export async function droppedItem(item: ItemWithHandle): Promise<DroppedItem | null> {
  if (item.kind !== 'file') return null
  const entry = item.webkitGetAsEntry()
  const handle = await (item.getAsFileSystemHandle?.() ?? null)
  if (handle !== null) return ofHandle(handle)
  return entry === null ? null : ofEntry(entry)
}

function ofHandle(handle: FileSystemHandle): DroppedItem {
  const { name } = handle
  if (handle.kind === 'file')
    return { kind: 'file', name, file: () => (handle as FileSystemFileHandle).getFile() }
  return {
    kind: 'folder',
    name,
    items: async function* () {
      for await (const one of (handle as FileSystemDirectoryHandle).values()) yield ofHandle(one)
    },
  }
}

function ofEntry(entry: FileSystemEntry): DroppedItem {
  const { name } = entry
  if (!entry.isDirectory) {
    const file = (): Promise<File> =>
      new Promise((resolve, reject) => {
        ;(entry as FileSystemFileEntry).file(resolve, reject)
      })
    return { kind: 'file', name, file }
  }
  return {
    kind: 'folder',
    name,
    items: async function* () {
      const reader = (entry as FileSystemDirectoryEntry).createReader()
      for (;;) {
        // A hundred at a time.
        const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
          reader.readEntries(resolve, reject)
        })
        if (some.length === 0) return
        for (const one of some) yield ofEntry(one)
      }
    },
  }
}
