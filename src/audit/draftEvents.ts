import type { EventShape } from './eventShape.ts'

/**
 * What is audited of drafts at the desk. Of its words nothing is told. The digest of the words that were submitted is a detail and
 * no public field: what a draft says is often short, and would be found again by guessing.
 */
export const draftEvents = {
  'draft.begun': {
    tells:
      'A person began a draft of a message at the desk. The record is named where the draft is about one that this node has.',
    record: 'maybe',
    actor: 'always',
    details: { draft: 'text', request: 'text', type: 'text' },
  },
  'draft.read': {
    tells:
      'A person saw a draft at the desk: one of its parts, its files, or the whole as it would be signed (part check).',
    record: 'maybe',
    actor: 'always',
    details: { draft: 'text', part: 'text', version: 'number' },
  },
  'draft.submitted': {
    tells:
      'A person gave a draft to be approved: its words do not change until it is approved or returned. The details name their digest.',
    record: 'maybe',
    actor: 'always',
    details: { draft: 'text', type: 'text', words: 'text' },
  },
  'draft.returned': {
    tells:
      'A draft that was to be approved went back to be written on: a second person returned it (code returned), whoever wrote it took it back (takenBack), or the node refused to send what was approved (refused).',
    record: 'maybe',
    actor: 'always',
    needs: ['code'],
    details: { draft: 'text', reason: 'text?', type: 'text' },
  },
  'draft.approved': {
    tells:
      'A second person approved a draft, having proved anew who they are. The details name the digest of its words and the id of the message that is sent with them, and in whose place it was approved where that was delegated.',
    record: 'maybe',
    actor: 'always',
    details: { draft: 'text', message: 'text', onBehalfOf: 'text?', type: 'text', words: 'text' },
  },
  'draft.approvedByOne': {
    tells:
      'Whoever approved a draft had been given what they sign in by, or what they may, by one administrator alone, or at the machine of the node within the 30 days before, and nobody else had confirmed it: that administrator could have approved in their name. The details name who, what and when, and whether it was at the machine of the node.',
    record: 'maybe',
    actor: 'always',
    details: { act: 'text', at: 'text', draft: 'text', machine: 'text', message: 'text', setBy: 'text' },
  },
  'draft.sent': {
    tells:
      'A person let a draft go that needs no second person. The details name the digest of its words and the id of the message that is sent with them.',
    record: 'maybe',
    actor: 'always',
    details: { draft: 'text', message: 'text', type: 'text', words: 'text' },
  },
  'draft.resumed': {
    tells:
      'A person wanted a draft sent at once that had been let go before and was not sent yet. Its words stay those of whoever let them go: the message names these, and who approved it.',
    record: 'maybe',
    actor: 'always',
    details: { draft: 'text', message: 'text', type: 'text' },
  },
  'delegation.given': {
    tells:
      'An approver named another person of the same authority who may approve in their place from one day to another, both included. The details name them.',
    actor: 'always',
    details: { delegation: 'text', from: 'text', receiver: 'text', until: 'text' },
  },
  'delegation.withdrawn': {
    tells: 'A person withdrew a delegation that they had given or received.',
    actor: 'always',
    details: { delegation: 'text', receiver: 'text' },
  },
  'template.kept': {
    tells:
      'A person kept a template of their authority, from which drafts can be begun. The details name it.',
    actor: 'always',
    details: { name: 'text', template: 'text', type: 'text' },
  },
  'template.deleted': {
    tells: 'A person took a template of their authority away. The details name it.',
    actor: 'always',
    details: { name: 'text', template: 'text' },
  },
  'draft.dropped': {
    tells: 'A person dropped a draft; its words are gone.',
    record: 'maybe',
    actor: 'always',
    details: { draft: 'text', type: 'text' },
  },
} as const satisfies Readonly<Record<string, EventShape>>
