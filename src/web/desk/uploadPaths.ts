import type { DeskRoute } from '../deskPaths.ts'

const writers = ['officer', 'approver'] as const

/** Where the script of a page brings files into a draft, piece by piece (docs/decisions/0099). */
export const uploadRoutes = {
  draftUploads: { method: 'GET', path: '/drafts/:draft/uploads', audience: writers },
  beginUpload: { method: 'POST', path: '/drafts/:draft/uploads', audience: writers },
  upload: { method: 'GET', path: '/drafts/:draft/uploads/:upload', audience: writers },
  continueUpload: {
    method: 'PATCH',
    path: '/drafts/:draft/uploads/:upload',
    audience: writers,
    takesBytes: true,
  },
  endUpload: { method: 'POST', path: '/drafts/:draft/uploads/:upload/end', audience: writers },
} as const satisfies Readonly<Record<string, DeskRoute>>

export type UploadRouteName = keyof typeof uploadRoutes
