import type { CustodyWords } from '../custodyWords.ts'

/** The words around a chain of custody in French. */
export const french: CustodyWords = {
  title: 'Chaîne de conservation de {name}',
  file: 'dépôt {deposit} de {state} ; SHA-256 {sha256} ; {status}',
  source: 'tiré de {source}',
  place: 'lieu : {text}',
  reason: 'motif : {text}',
  change: 'modifié : {text}',
  hashed: 'haché à ce moment : SHA-256 {sha256}',
  damaged: 'trouvé endommagé ({code})',
  node: 'le nœud',
  proofs: {
    message: 'message {name}',
    log: 'entrée du journal {name}',
    report: 'rapport {name}',
    erasure: 'effacé avec la demande {name}',
    entry: 'entrée {index} du journal de {state}, feuille {name}',
  },
  handed: '{exhibit} {name}, remis dans le message {sequence} de la demande {reference}',
  stated: 'SHA-256, tel qu’il a été déclaré lors de la remise : {sha256}',
  written: 'tel qu’écrit : {at}',
  translated: 'traduction ({language}) : {text}',
  names:
    'Les heures sont en UTC. Un message ou un rapport est désigné par le SHA-256 de ce qui y a été signé : les deux premières parties de son fichier avec le point qui les sépare, et non le fichier.',
  holds:
    'Le programme n’a trouvé aucune contradiction entre ce qui a été signé ici et ce que disent les journaux.',
  dispute: {
    open: 'Une contestation à son sujet reste ouverte : personne n’y a répondu.',
    answered: 'Une contestation à son sujet subsiste, et il y a été répondu.',
    replaced: 'Il a été contesté, et un autre fichier a pris sa place.',
  },
  acceptance: {
    place: '{measure}, {exhibit} du message {sequence}',
    placeIn: '{measure}, {exhibit} du message {sequence} de la demande {reference}',
    open: 'encore en suspens',
    accepted: 'accepté par {from} dans le message {sequence}, {at}',
    disputed: 'contesté par {from} dans le message {sequence}, {at}',
    replaced: 'remplacé par {exhibit} du message {sequence}, {at}',
    found: 'ce qui a été reçu avait un autre SHA-256 : {sha256}',
    answered: 'réponse de {from} dans le message {sequence}, {at}',
  },
  findings: {
    hashDiffers: 'maillon {link} : l’empreinte est autre que celle qui a été déclarée : {value}',
    damaged: 'maillon {link} : le fichier a été trouvé endommagé ({value})',
    outOfOrder: 'maillon {link} : l’heure ne peut être exacte : {value}',
    sourceMissing: 'la source {value} n’est pas ici',
    sourceAtHome: 'il a été tiré de {value}, qui n’a pas été remis : cette source reste auprès de son État',
    notReturned:
      'des originaux devaient être rendus le {value} au plus tard, et personne ne dit qu’ils le sont',
  },
}
