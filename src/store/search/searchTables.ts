import type { GeneratedAlways, Selectable } from 'kysely'

/** The tables of the search, by name. */
export interface SearchTables {
  search_pending: SearchPendingTable
  search_word: SearchWordTable
  saved_search: SavedSearchTable
}

/** Messages whose words are not in the index yet. */
export interface SearchPendingTable {
  place: GeneratedAlways<number>
  /** Digest of the message. */
  message: string
  request: string
}

/** Where in a record a word is found; `all` is a word that no text has, by which every request is found. */
export type SearchPart = 'all' | 'reference' | 'name' | 'number' | 'text'

/** A word of a request. Words are as `exchange/search/words.ts` makes them. */
export interface SearchWordTable {
  authority: string
  word: string
  /** When the request was opened, which never changes. */
  opened_at: Date
  request: string
  part: SearchPart
}

export type SearchWordRow = Selectable<SearchWordTable>

/** What a person looks for again and again: what was asked, never what was found. */
export interface SavedSearchTable {
  /** UUID. */
  id: string
  /** Id of the person whose it is; nobody else sees it. */
  person: string
  place: SearchPlace
  /** What the person calls it: one of theirs. */
  name: string
  /** As it stands in the address of the page. */
  query: string
  made_at: Date
}

export type SavedSearchRow = Selectable<SavedSearchTable>

/** Where something is asked: the search, the list of requests, or an auditor's trail. */
export type SearchPlace = 'search' | 'cases' | 'trail'
