/* Generated from schemas/ by `npm run generate`. Do not edit. */
import type { JsonObject } from '../json.ts'

/** Every document of schemas/ but the examples, by its path. */
export const documents: Readonly<Record<string, JsonObject>> = {
 "case.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/case.json",
  "title": "Case",
  "description": "A whole case that a driver can play between two nodes: who, which messages in which order, and what must be refused.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "title": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   },
   "source": {
    "type": "string",
    "minLength": 1,
    "maxLength": 300,
    "humanText": "line"
   },
   "states": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "requesting": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
       "state": {
        "$ref": "https://rogatory.example/schemas/part/state-code.json"
       },
       "name": {
        "$ref": "https://rogatory.example/schemas/part/text.json"
       },
       "language": {
        "$ref": "https://rogatory.example/schemas/part/language.json"
       },
       "timeZone": {
        "$ref": "https://rogatory.example/schemas/part/time-zone.json"
       }
      },
      "required": [
       "state",
       "name",
       "language",
       "timeZone"
      ]
     },
     "requested": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
       "state": {
        "$ref": "https://rogatory.example/schemas/part/state-code.json"
       },
       "name": {
        "$ref": "https://rogatory.example/schemas/part/text.json"
       },
       "language": {
        "$ref": "https://rogatory.example/schemas/part/language.json"
       },
       "timeZone": {
        "$ref": "https://rogatory.example/schemas/part/time-zone.json"
       }
      },
      "required": [
       "state",
       "name",
       "language",
       "timeZone"
      ]
     }
    },
    "required": [
     "requesting",
     "requested"
    ]
   },
   "authorities": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/authority.json"
    },
    "maxItems": 50,
    "minItems": 2
   },
   "records": {
    "type": "object",
    "description": "The records by their letter.",
    "minProperties": 1,
    "maxProperties": 10,
    "propertyNames": {
     "type": "string",
     "maxLength": 1,
     "pattern": "^[A-Z]$",
     "description": "Name of a record in the case."
    },
    "additionalProperties": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "reference": {
       "$ref": "https://rogatory.example/schemas/part/reference.json"
      },
      "from": {
       "$ref": "https://rogatory.example/schemas/part/authority-id.json"
      },
      "to": {
       "$ref": "https://rogatory.example/schemas/part/authority-id.json"
      }
     },
     "required": [
      "reference",
      "from",
      "to"
     ]
    }
   },
   "people": {
    "type": "object",
    "description": "Who acts for each authority: the officer drafts, the approver approves, never the same person.",
    "maxProperties": 50,
    "propertyNames": {
     "$ref": "https://rogatory.example/schemas/part/authority-id.json"
    },
    "additionalProperties": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "officers": {
       "type": "array",
       "items": {
        "type": "string",
        "minLength": 1,
        "maxLength": 200,
        "humanText": "line"
       },
       "maxItems": 20,
       "minItems": 1
      },
      "approvers": {
       "type": "array",
       "items": {
        "type": "string",
        "minLength": 1,
        "maxLength": 200,
        "humanText": "line"
       },
       "maxItems": 20,
       "minItems": 1
      }
     },
     "required": [
      "officers",
      "approvers"
     ]
    }
   },
   "steps": {
    "type": "array",
    "items": {
     "type": "object",
     "required": [
      "what"
     ],
     "discriminator": {
      "propertyName": "what"
     },
     "oneOf": [
      {
       "type": "object",
       "additionalProperties": false,
       "properties": {
        "what": {
         "const": "message"
        },
        "row": {
         "type": "string",
         "minLength": 1,
         "maxLength": 8,
         "humanText": "line"
        },
        "label": {
         "type": "string",
         "maxLength": 4,
         "pattern": "^[A-Z][0-9]{1,3}$",
         "description": "Record and number of a message: A4."
        },
        "record": {
         "type": "string",
         "maxLength": 1,
         "pattern": "^[A-Z]$",
         "description": "Name of a record in the case."
        },
        "at": {
         "$ref": "https://rogatory.example/schemas/part/moment.json",
         "description": "sentAt; absent: the moment at which it is played."
        },
        "from": {
         "$ref": "https://rogatory.example/schemas/part/authority-id.json"
        },
        "to": {
         "$ref": "https://rogatory.example/schemas/part/authority-id.json"
        },
        "type": {
         "enum": [
          "acknowledgement",
          "close",
          "conditions-accept",
          "conditions-decline",
          "conditions-offer",
          "confidentiality-choice",
          "confidentiality-unable",
          "consult-open",
          "consult-view",
          "contact-note",
          "decision",
          "delivery",
          "delivery-receipt",
          "forwarded",
          "information-request",
          "information-response",
          "obstacle",
          "outcome-report",
          "postponed",
          "preservation-confirm",
          "preservation-extend",
          "preservation-extended",
          "preservation-extension-refused",
          "preservation-instruct",
          "preservation-link",
          "preservation-release",
          "preservation-risk",
          "remedy-notice",
          "reopen",
          "request",
          "resumed",
          "status-report",
          "status-request",
          "supplement",
          "use-consent",
          "use-refuse",
          "use-request",
          "withdraw"
         ]
        },
        "inReplyTo": {
         "type": "string",
         "maxLength": 4,
         "pattern": "^[A-Z][0-9]{1,3}$",
         "description": "Record and number of a message: A4."
        },
        "overtakes": {
         "type": "string",
         "maxLength": 4,
         "pattern": "^[A-Z][0-9]{1,3}$",
         "description": "It reaches the other node before this message of the same side, is refused there with RECORD_GAP, and is sent again."
        },
        "message": {
         "type": "object",
         "additionalProperties": false,
         "properties": {
          "measures": {
           "type": "array",
           "items": {
            "$ref": "https://rogatory.example/schemas/part/measure-id.json"
           },
           "maxItems": 100,
           "minItems": 1
          },
          "language": {
           "$ref": "https://rogatory.example/schemas/part/language.json"
          },
          "body": {
           "type": "object",
           "description": "The body of the message. {\"$request\": \"B\"} stands for the id of the request of record B, {\"$message\": \"A4\"} for the id of a message, {\"$moment\": \"P90D\"} for the moment so long after sentAt (-PT10M: before), {\"$date\": \"P30D\"} for its date in UTC."
          },
          "exhibits": {
           "type": "array",
           "items": {
            "$ref": "https://rogatory.example/schemas/part/exhibit.json"
           },
           "maxItems": 200
          }
         },
         "required": [
          "language",
          "body",
          "exhibits"
         ]
        },
        "officer": {
         "type": "string",
         "minLength": 1,
         "maxLength": 200,
         "humanText": "line"
        },
        "approver": {
         "type": "string",
         "minLength": 1,
         "maxLength": 200,
         "humanText": "line"
        },
        "after": {
         "type": "object",
         "description": "State of each measure by its id.",
         "maxProperties": 100,
         "propertyNames": {
          "$ref": "https://rogatory.example/schemas/part/measure-id.json"
         },
         "additionalProperties": {
          "type": "string",
          "maxLength": 40,
          "pattern": "^[a-z][A-Za-z]{1,39}$"
         }
        },
        "marks": {
         "type": "object",
         "description": "Marks of clocks beside the state.",
         "maxProperties": 100,
         "propertyNames": {
          "$ref": "https://rogatory.example/schemas/part/measure-id.json"
         },
         "additionalProperties": {
          "type": "array",
          "items": {
           "type": "string",
           "maxLength": 40,
           "pattern": "^[a-z][A-Za-z]{1,39}$"
          },
          "maxItems": 10
         }
        },
        "note": {
         "type": "string",
         "minLength": 1,
         "maxLength": 500,
         "humanText": "line"
        }
       },
       "required": [
        "what",
        "row",
        "label",
        "record",
        "from",
        "to",
        "type",
        "message",
        "officer",
        "after"
       ]
      },
      {
       "type": "object",
       "additionalProperties": false,
       "properties": {
        "what": {
         "const": "clock"
        },
        "row": {
         "type": "string",
         "minLength": 1,
         "maxLength": 8,
         "humanText": "line"
        },
        "record": {
         "type": "string",
         "maxLength": 1,
         "pattern": "^[A-Z]$",
         "description": "Name of a record in the case."
        },
        "at": {
         "$ref": "https://rogatory.example/schemas/part/moment.json"
        },
        "clock": {
         "type": "string",
         "minLength": 1,
         "maxLength": 60,
         "humanText": "line"
        },
        "note": {
         "type": "string",
         "minLength": 1,
         "maxLength": 500,
         "humanText": "line"
        },
        "after": {
         "type": "object",
         "description": "State of each measure by its id.",
         "maxProperties": 100,
         "propertyNames": {
          "$ref": "https://rogatory.example/schemas/part/measure-id.json"
         },
         "additionalProperties": {
          "type": "string",
          "maxLength": 40,
          "pattern": "^[a-z][A-Za-z]{1,39}$"
         }
        },
        "marks": {
         "type": "object",
         "description": "Marks of clocks beside the state.",
         "maxProperties": 100,
         "propertyNames": {
          "$ref": "https://rogatory.example/schemas/part/measure-id.json"
         },
         "additionalProperties": {
          "type": "array",
          "items": {
           "type": "string",
           "maxLength": 40,
           "pattern": "^[a-z][A-Za-z]{1,39}$"
          },
          "maxItems": 10
         }
        }
       },
       "required": [
        "what",
        "row",
        "record",
        "at",
        "note",
        "after"
       ]
      },
      {
       "type": "object",
       "additionalProperties": false,
       "properties": {
        "what": {
         "const": "outside"
        },
        "row": {
         "type": "string",
         "minLength": 1,
         "maxLength": 8,
         "humanText": "line"
        },
        "record": {
         "type": "string",
         "maxLength": 1,
         "pattern": "^[A-Z]$",
         "description": "Name of a record in the case."
        },
        "at": {
         "$ref": "https://rogatory.example/schemas/part/moment.json"
        },
        "note": {
         "type": "string",
         "minLength": 1,
         "maxLength": 500,
         "humanText": "line"
        },
        "after": {
         "type": "object",
         "description": "State of each measure by its id.",
         "maxProperties": 100,
         "propertyNames": {
          "$ref": "https://rogatory.example/schemas/part/measure-id.json"
         },
         "additionalProperties": {
          "type": "string",
          "maxLength": 40,
          "pattern": "^[a-z][A-Za-z]{1,39}$"
         }
        },
        "marks": {
         "type": "object",
         "description": "Marks of clocks beside the state.",
         "maxProperties": 100,
         "propertyNames": {
          "$ref": "https://rogatory.example/schemas/part/measure-id.json"
         },
         "additionalProperties": {
          "type": "array",
          "items": {
           "type": "string",
           "maxLength": 40,
           "pattern": "^[a-z][A-Za-z]{1,39}$"
          },
          "maxItems": 10
         }
        }
       },
       "required": [
        "what",
        "row",
        "record",
        "note",
        "after"
       ]
      }
     ]
    },
    "maxItems": 300,
    "minItems": 1
   },
   "wrong": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "number": {
       "type": "string",
       "minLength": 1,
       "maxLength": 8,
       "humanText": "line"
      },
      "afterRow": {
       "type": "string",
       "minLength": 1,
       "maxLength": 8,
       "humanText": "line"
      },
      "insteadOfRow": {
       "type": "string",
       "minLength": 1,
       "maxLength": 8,
       "humanText": "line"
      },
      "without": {
       "type": "array",
       "items": {
        "type": "string",
        "minLength": 1,
        "maxLength": 8,
        "humanText": "line"
       },
       "maxItems": 10,
       "minItems": 1,
       "description": "Rows that are left out before it."
      },
      "record": {
       "type": "string",
       "maxLength": 1,
       "pattern": "^[A-Z]$",
       "description": "Name of a record in the case."
      },
      "at": {
       "$ref": "https://rogatory.example/schemas/part/moment.json"
      },
      "from": {
       "$ref": "https://rogatory.example/schemas/part/authority-id.json"
      },
      "to": {
       "$ref": "https://rogatory.example/schemas/part/authority-id.json"
      },
      "type": {
       "type": "string",
       "minLength": 1,
       "maxLength": 60,
       "humanText": "line"
      },
      "inReplyTo": {
       "type": "string",
       "maxLength": 4,
       "pattern": "^[A-Z][0-9]{1,3}$",
       "description": "Record and number of a message: A4."
      },
      "message": {
       "type": "object",
       "additionalProperties": false,
       "properties": {
        "measures": {
         "type": "array",
         "items": {
          "$ref": "https://rogatory.example/schemas/part/measure-id.json"
         },
         "maxItems": 100,
         "minItems": 1
        },
        "language": {
         "$ref": "https://rogatory.example/schemas/part/language.json"
        },
        "body": {
         "type": "object",
         "description": "The body of the message. {\"$request\": \"B\"} stands for the id of the request of record B, {\"$message\": \"A4\"} for the id of a message, {\"$moment\": \"P90D\"} for the moment so long after sentAt (-PT10M: before), {\"$date\": \"P30D\"} for its date in UTC."
        },
        "exhibits": {
         "type": "array",
         "items": {
          "$ref": "https://rogatory.example/schemas/part/exhibit.json"
         },
         "maxItems": 200
        }
       },
       "required": [
        "language",
        "body",
        "exhibits"
       ]
      },
      "regime": {
       "$ref": "https://rogatory.example/schemas/code/instrument.json",
       "description": "The request is played with this regime chosen instead."
      },
      "stoppedBy": {
       "enum": [
        "schema",
        "rule",
        "workflow",
        "access"
       ]
      },
      "accepted": {
       "const": true
      },
      "code": {
       "type": "string",
       "maxLength": 60,
       "pattern": "^[A-Z][A-Z0-9_]{1,59}$"
      },
      "pointer": {
       "type": "string",
       "maxLength": 300
      },
      "states": {
       "type": "object",
       "description": "State of each measure by its id.",
       "maxProperties": 100,
       "propertyNames": {
        "$ref": "https://rogatory.example/schemas/part/measure-id.json"
       },
       "additionalProperties": {
        "type": "string",
        "maxLength": 40,
        "pattern": "^[a-z][A-Za-z]{1,39}$"
       }
      },
      "note": {
       "type": "string",
       "minLength": 1,
       "maxLength": 800,
       "humanText": "line"
      }
     },
     "required": [
      "number",
      "afterRow",
      "record",
      "from",
      "to",
      "type",
      "message",
      "note"
     ],
     "oneOf": [
      {
       "required": [
        "code",
        "stoppedBy"
       ]
      },
      {
       "required": [
        "accepted"
       ]
      }
     ]
    },
    "maxItems": 60
   }
  },
  "required": [
   "title",
   "source",
   "states",
   "authorities",
   "records",
   "people",
   "steps",
   "wrong"
  ]
 },
 "code/channel.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/code/channel.json",
  "title": "Channel outside the exchange",
  "description": "By which way something was said outside the exchange (R-13).",
  "type": "string",
  "oneOf": [
   {
    "const": "telephone",
    "title": "Telephone",
    "description": "UN Convention 40(13)-(14)"
   },
   {
    "const": "paper",
    "title": "Paper",
    "description": "UN Convention 40(13)-(14)"
   },
   {
    "const": "embassy",
    "title": "Embassy",
    "description": "UN Convention 40(13)-(14)"
   },
   {
    "const": "interpol",
    "title": "INTERPOL",
    "description": "UN Convention 40(13)-(14)"
   },
   {
    "const": "inPerson",
    "title": "In person",
    "description": "UN Convention 40(13)-(14)"
   },
   {
    "const": "email",
    "title": "Email",
    "description": "UN Convention 40(13)-(14)"
   },
   {
    "const": "other",
    "title": "Other",
    "description": "UN Convention 40(13)-(14)"
   }
  ]
 },
 "code/condition.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/code/condition.json",
  "title": "Condition",
  "description": "Conditions and assurances that bind once accepted. UN Convention 36, 40(19), 40(28); Budapest 28.",
  "type": "string",
  "oneOf": [
   {
    "const": "USE_ONLY_STATED",
    "title": "Use only in the stated proceedings",
    "description": "UN Convention 40(19)"
   },
   {
    "const": "NO_ONWARD",
    "title": "No onward transfer",
    "description": "UN Convention 36(3)"
   },
   {
    "const": "ONWARD_WITH_CONSENT",
    "title": "Onward transfer only with consent",
    "description": "UN Convention 36(3)"
   },
   {
    "const": "CONFIDENTIAL",
    "title": "Keep confidential",
    "description": "UN Convention 40(20); Budapest 28(2)(a)"
   },
   {
    "const": "DELETE_BY",
    "title": "Delete by a date",
    "description": "UN Convention 36"
   },
   {
    "const": "SEAL_AFTER",
    "title": "Seal after a date; open only with consent",
    "description": "UN Convention 36"
   },
   {
    "const": "NO_EVIDENCE_USE",
    "title": "No use as evidence",
    "description": "UN Convention 40(19)"
   },
   {
    "const": "RETURN_ITEM",
    "title": "Return the item",
    "description": "European Convention on Mutual Assistance 6"
   },
   {
    "const": "ANONYMISE",
    "title": "Anonymise",
    "description": "UN Convention 36"
   },
   {
    "const": "REPORT_USE",
    "title": "Account for the use made",
    "description": "Budapest 28(4)"
   },
   {
    "const": "COST_SHARE",
    "title": "Share costs",
    "description": "UN Convention 40(30)"
   },
   {
    "const": "DEATH_NOT_IMPOSED",
    "title": "Death penalty not imposed",
    "description": "EU-US Extradition Agreement 13"
   },
   {
    "const": "DEATH_NOT_EXECUTED",
    "title": "Death penalty not carried out",
    "description": "EU-US Extradition Agreement 13"
   },
   {
    "const": "FAIR_TRIAL",
    "title": "Fair trial",
    "description": "UN Convention 6(2)"
   },
   {
    "const": "SPECIALTY",
    "title": "Rule of specialty",
    "description": "European Convention on Extradition 14"
   },
   {
    "const": "MONITORING",
    "title": "Monitoring",
    "description": "practice"
   }
  ]
 },
 "code/confidentiality.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/code/confidentiality.json",
  "title": "Level of confidentiality",
  "description": "How far the fact and substance of a request are kept secret. UN Convention 40(20).",
  "type": "string",
  "oneOf": [
   {
    "const": "ORDINARY",
    "title": "Official secrecy as usual",
    "description": "UN Convention 40(20)"
   },
   {
    "const": "CONFIDENTIAL",
    "title": "Fact and substance confidential",
    "description": "UN Convention 40(20)"
   },
   {
    "const": "STRICT",
    "title": "Known only to those who execute it",
    "description": "UN Convention 40(20)"
   }
  ]
 },
 "code/data-category.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/code/data-category.json",
  "title": "Category of data",
  "description": "UN Convention 2(c), (d), (f).",
  "type": "string",
  "oneOf": [
   {
    "const": "subscriber",
    "title": "Subscriber information",
    "description": "UN Convention 2(f)"
   },
   {
    "const": "traffic",
    "title": "Traffic data",
    "description": "UN Convention 2(c)"
   },
   {
    "const": "content",
    "title": "Content data",
    "description": "UN Convention 2(d)"
   }
  ]
 },
 "code/ground-aspect.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/code/ground-aspect.json",
  "title": "Aspect of a ground",
  "description": "Which part of a ground that names several.",
  "type": "string",
  "oneOf": [
   {
    "const": "SOVEREIGNTY",
    "title": "Sovereignty",
    "description": "UN Convention 40(21)(b)"
   },
   {
    "const": "SECURITY",
    "title": "Security",
    "description": "UN Convention 40(21)(b)"
   },
   {
    "const": "ORDRE_PUBLIC",
    "title": "Ordre public",
    "description": "UN Convention 40(21)(b)"
   },
   {
    "const": "OTHER",
    "title": "Other essential interest",
    "description": "UN Convention 40(21)(b)"
   },
   {
    "const": "SEX",
    "title": "Sex",
    "description": "UN Convention 40(22)"
   },
   {
    "const": "RACE",
    "title": "Race",
    "description": "UN Convention 40(22)"
   },
   {
    "const": "LANGUAGE",
    "title": "Language",
    "description": "UN Convention 40(22); language of a nonconforming request"
   },
   {
    "const": "RELIGION",
    "title": "Religion",
    "description": "UN Convention 40(22)"
   },
   {
    "const": "NATIONALITY",
    "title": "Nationality",
    "description": "UN Convention 40(22)"
   },
   {
    "const": "ETHNIC_ORIGIN",
    "title": "Ethnic origin",
    "description": "UN Convention 40(22)"
   },
   {
    "const": "POLITICAL_OPINION",
    "title": "Political opinion",
    "description": "UN Convention 40(22)"
   },
   {
    "const": "FORM",
    "title": "Form of the request",
    "description": "UN Convention 40(21)(a)"
   },
   {
    "const": "CONTENT",
    "title": "Content of the request",
    "description": "UN Convention 40(15), 40(21)(a)"
   }
  ]
 },
 "code/handling.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/code/handling.json",
  "title": "Handling",
  "description": "Sharing etiquette, Traffic Light Protocol 2.0. Not a legal limit of use (R-21).",
  "type": "string",
  "oneOf": [
   {
    "const": "RED",
    "title": "TLP:RED",
    "description": "FIRST TLP 2.0"
   },
   {
    "const": "AMBER_STRICT",
    "title": "TLP:AMBER+STRICT",
    "description": "FIRST TLP 2.0"
   },
   {
    "const": "AMBER",
    "title": "TLP:AMBER",
    "description": "FIRST TLP 2.0"
   },
   {
    "const": "GREEN",
    "title": "TLP:GREEN",
    "description": "FIRST TLP 2.0"
   },
   {
    "const": "CLEAR",
    "title": "TLP:CLEAR",
    "description": "FIRST TLP 2.0"
   }
  ]
 },
 "code/instrument.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/code/instrument.json",
  "title": "Instrument",
  "description": "Legal instruments on which a request may rest (R-01); each may have a profile.",
  "type": "string",
  "oneOf": [
   {
    "const": "UNCC",
    "title": "United Nations Convention against Cybercrime",
    "description": "A/RES/79/243, annex"
   },
   {
    "const": "BUD",
    "title": "Convention on Cybercrime (Budapest)",
    "description": "ETS 185"
   },
   {
    "const": "2AP",
    "title": "Second Additional Protocol to the Convention on Cybercrime",
    "description": "CETS 224"
   },
   {
    "const": "UNTOC",
    "title": "United Nations Convention against Transnational Organized Crime",
    "description": "A/RES/55/25, annex I"
   },
   {
    "const": "UNCAC",
    "title": "United Nations Convention against Corruption",
    "description": "A/RES/58/4, annex"
   },
   {
    "const": "MA59",
    "title": "European Convention on Mutual Assistance in Criminal Matters",
    "description": "ETS 30"
   },
   {
    "const": "MA2P",
    "title": "Second Additional Protocol to the European Convention on Mutual Assistance",
    "description": "ETS 182"
   },
   {
    "const": "CETS198",
    "title": "Council of Europe Convention on laundering, search, seizure and confiscation",
    "description": "CETS 198"
   },
   {
    "const": "ECE",
    "title": "European Convention on Extradition",
    "description": "ETS 24"
   },
   {
    "const": "EIO",
    "title": "European Investigation Order",
    "description": "Directive 2014/41/EU"
   },
   {
    "const": "R1543",
    "title": "European Production and Preservation Orders",
    "description": "Regulation (EU) 2023/1543"
   },
   {
    "const": "R1805",
    "title": "Mutual recognition of freezing and confiscation orders",
    "description": "Regulation (EU) 2018/1805"
   },
   {
    "const": "BILATERAL",
    "title": "Bilateral treaty",
    "description": "named in the title of the legal basis"
   },
   {
    "const": "OTHER",
    "title": "Other multilateral treaty",
    "description": "named in the title of the legal basis"
   },
   {
    "const": "RECIPROCITY",
    "title": "Reciprocity or comity",
    "description": "customary practice"
   },
   {
    "const": "DOMESTIC",
    "title": "Domestic law of the requested State",
    "description": "named in the title of the legal basis"
   }
  ]
 },
 "code/measure-kind.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/code/measure-kind.json",
  "title": "Kind of measure",
  "description": "What can be asked for through this exchange.",
  "type": "string",
  "oneOf": [
   {
    "const": "preservation",
    "title": "Expedited preservation of stored data",
    "description": "UN Convention 42; Budapest 29"
   },
   {
    "const": "stored-data",
    "title": "Search, seizure and disclosure of stored electronic data",
    "description": "UN Convention 44, 40(3)(d); Budapest 31"
   },
   {
    "const": "subscriber-information",
    "title": "Subscriber information",
    "description": "UN Convention 44, 40(3)(d); Budapest 31"
   }
  ]
 },
 "code/obstacle.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/code/obstacle.json",
  "title": "Obstacle",
  "description": "Why something cannot be done that was not refused. Budapest 27(7).",
  "type": "string",
  "oneOf": [
   {
    "const": "NOT_HELD",
    "title": "Not held",
    "description": "Budapest 27(7); CETS 198 41(1)(d)"
   },
   {
    "const": "DELETED",
    "title": "Deleted",
    "description": "Budapest 27(7); CETS 198 41(1)(d)"
   },
   {
    "const": "ACCOUNT_UNKNOWN",
    "title": "Account unknown",
    "description": "Budapest 27(7); CETS 198 41(1)(d)"
   },
   {
    "const": "PROVIDER_ABROAD",
    "title": "Provider abroad",
    "description": "Budapest 27(7); CETS 198 41(1)(d)"
   },
   {
    "const": "ENCRYPTED",
    "title": "Encrypted",
    "description": "Budapest 27(7); CETS 198 41(1)(d)"
   },
   {
    "const": "PERSON_NOT_FOUND",
    "title": "Person not found",
    "description": "Budapest 27(7); CETS 198 41(1)(d)"
   },
   {
    "const": "PERSON_DECLINES",
    "title": "Person declines",
    "description": "Budapest 27(7); CETS 198 41(1)(d)"
   },
   {
    "const": "DUPLICATE",
    "title": "Duplicate of another request",
    "description": "Budapest 27(7); CETS 198 41(1)(d)"
   },
   {
    "const": "TECHNICAL",
    "title": "Technical reason",
    "description": "Budapest 27(7); CETS 198 41(1)(d)"
   },
   {
    "const": "FORCE_MAJEURE",
    "title": "Force majeure",
    "description": "Budapest 27(7); CETS 198 41(1)(d)"
   },
   {
    "const": "CONFLICT_OF_LAW",
    "title": "Conflict of law",
    "description": "Budapest 27(7); CETS 198 41(1)(d)"
   }
  ]
 },
 "code/offence.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/code/offence.json",
  "title": "Offence",
  "description": "Offences of the UN Convention against Cybercrime, serious crime, and offences of other conventions.",
  "type": "string",
  "oneOf": [
   {
    "const": "UNCC-7",
    "title": "Illegal access",
    "description": "UN Convention 7"
   },
   {
    "const": "UNCC-8",
    "title": "Illegal interception",
    "description": "UN Convention 8"
   },
   {
    "const": "UNCC-9",
    "title": "Interference with electronic data",
    "description": "UN Convention 9"
   },
   {
    "const": "UNCC-10",
    "title": "Interference with an information and communications technology system",
    "description": "UN Convention 10"
   },
   {
    "const": "UNCC-11",
    "title": "Misuse of devices",
    "description": "UN Convention 11"
   },
   {
    "const": "UNCC-12",
    "title": "Forgery related to information and communications technology",
    "description": "UN Convention 12"
   },
   {
    "const": "UNCC-13",
    "title": "Theft or fraud related to information and communications technology",
    "description": "UN Convention 13"
   },
   {
    "const": "UNCC-14",
    "title": "Online child sexual abuse or child sexual exploitation material",
    "description": "UN Convention 14"
   },
   {
    "const": "UNCC-15",
    "title": "Solicitation or grooming of a child",
    "description": "UN Convention 15"
   },
   {
    "const": "UNCC-16",
    "title": "Non-consensual dissemination of intimate images",
    "description": "UN Convention 16"
   },
   {
    "const": "UNCC-17",
    "title": "Laundering of proceeds of crime",
    "description": "UN Convention 17"
   },
   {
    "const": "UNCC-SERIOUS",
    "title": "Serious crime: at least four years",
    "description": "UN Convention 2, 35(1)(c)"
   },
   {
    "const": "OTHER-CONV",
    "title": "Offence of another convention",
    "description": "the instrument and article named"
   }
  ]
 },
 "code/person-role.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/code/person-role.json",
  "title": "Role in the case",
  "description": "What a person or organisation is in the case.",
  "type": "string",
  "oneOf": [
   {
    "const": "suspect",
    "title": "Suspect",
    "description": "UN Convention 40(15)(e)"
   },
   {
    "const": "accused",
    "title": "Accused",
    "description": "UN Convention 40(15)(e)"
   },
   {
    "const": "convicted",
    "title": "Convicted",
    "description": "UN Convention 40(15)(e)"
   },
   {
    "const": "witness",
    "title": "Witness",
    "description": "UN Convention 40(15)(e)"
   },
   {
    "const": "victim",
    "title": "Victim",
    "description": "UN Convention 40(15)(e)"
   },
   {
    "const": "expert",
    "title": "Expert",
    "description": "UN Convention 40(15)(e)"
   },
   {
    "const": "owner",
    "title": "Owner",
    "description": "UN Convention 40(15)(e)"
   },
   {
    "const": "holder",
    "title": "Holder of data or things",
    "description": "UN Convention 40(15)(e)"
   },
   {
    "const": "thirdParty",
    "title": "Third party",
    "description": "UN Convention 40(15)(e)"
   }
  ]
 },
 "code/postponement.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/code/postponement.json",
  "title": "Ground for postponement",
  "description": "Why execution is postponed. UN Convention 40(27).",
  "type": "string",
  "oneOf": [
   {
    "const": "INTERFERES_INVESTIGATION",
    "title": "Interferes with an investigation",
    "description": "UN Convention 40(27)"
   },
   {
    "const": "INTERFERES_PROSECUTION",
    "title": "Interferes with a prosecution",
    "description": "UN Convention 40(27)"
   },
   {
    "const": "INTERFERES_PROCEEDING",
    "title": "Interferes with a judicial proceeding",
    "description": "UN Convention 40(27)"
   },
   {
    "const": "ITEM_NEEDED",
    "title": "Item needed at home",
    "description": "European Convention on Mutual Assistance 6"
   }
  ]
 },
 "code/refusal-ground.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/code/refusal-ground.json",
  "title": "Ground for refusal",
  "description": "Why a request may be refused, in whole or part (R-19). Bank secrecy is no ground (UN Convention 40(24)); FISCAL never stands alone (40(23)).",
  "type": "string",
  "oneOf": [
   {
    "const": "NONCONFORMING",
    "title": "The request does not conform",
    "description": "UN Convention 40(21)(a)"
   },
   {
    "const": "ESSENTIAL_INTERESTS",
    "title": "Sovereignty, security, ordre public or other essential interests",
    "description": "UN Convention 40(21)(b)"
   },
   {
    "const": "DOMESTIC_BAN",
    "title": "Domestic law would prohibit the action in a similar domestic case",
    "description": "UN Convention 40(21)(c)"
   },
   {
    "const": "LEGAL_SYSTEM",
    "title": "Contrary to the legal system relating to mutual legal assistance",
    "description": "UN Convention 40(21)(d)"
   },
   {
    "const": "DISCRIMINATION",
    "title": "Substantial grounds to believe in persecution",
    "description": "UN Convention 40(22), 37(15)"
   },
   {
    "const": "DUAL_CRIMINALITY",
    "title": "Not an offence in both States",
    "description": "UN Convention 40(8), 42(5)"
   },
   {
    "const": "DE_MINIMIS",
    "title": "Of minor importance",
    "description": "UN Convention 40(8), 50(7)"
   },
   {
    "const": "OTHER_PROVISION",
    "title": "Available under another provision",
    "description": "UN Convention 40(8)"
   },
   {
    "const": "DATA_PROTECTION",
    "title": "Protection of personal data",
    "description": "UN Convention 36"
   },
   {
    "const": "INSUFFICIENT_EVIDENCE",
    "title": "Evidence not sufficient or not timely",
    "description": "UN Convention 50(7)"
   },
   {
    "const": "POLITICAL_OFFENCE",
    "title": "Political offence",
    "description": "Budapest 27(4)(a), 29(5)(a)"
   },
   {
    "const": "MILITARY_OFFENCE",
    "title": "Military offence",
    "description": "European Convention on Extradition 4"
   },
   {
    "const": "FISCAL",
    "title": "Fiscal matter, never alone",
    "description": "UN Convention 40(23)"
   },
   {
    "const": "NE_BIS_IN_IDEM",
    "title": "Already judged",
    "description": "CETS 198 28; Directive 2014/41/EU 11"
   },
   {
    "const": "IMMUNITY_PRIVILEGE",
    "title": "Immunity or privilege",
    "description": "Directive 2014/41/EU 11(1)(a)"
   },
   {
    "const": "PRESS_FREEDOM",
    "title": "Freedom of the press",
    "description": "Directive 2014/41/EU 11(1)(a)"
   },
   {
    "const": "FUNDAMENTAL_RIGHTS",
    "title": "Fundamental rights",
    "description": "Directive 2014/41/EU 11(1)(f)"
   },
   {
    "const": "PROPORTIONALITY",
    "title": "Not proportionate to the importance of the case",
    "description": "CETS 198 28(1)(c)"
   },
   {
    "const": "THIRD_PARTY_RIGHTS",
    "title": "Rights of third parties",
    "description": "CETS 198 28"
   }
  ]
 },
 "code/subscriber-data.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/code/subscriber-data.json",
  "title": "Subscriber data",
  "description": "What can be asked about a subscriber. UN Convention 2(f); Regulation (EU) 2023/1543, Annex I, section F(a)-(b). Content is another measure.",
  "type": "string",
  "oneOf": [
   {
    "const": "identity",
    "title": "Identity",
    "description": "UN Convention 2(f)(ii)"
   },
   {
    "const": "address",
    "title": "Postal or geographic address",
    "description": "UN Convention 2(f)(ii)"
   },
   {
    "const": "contact",
    "title": "Telephone or other access number, email",
    "description": "UN Convention 2(f)(ii)"
   },
   {
    "const": "registrationDate",
    "title": "Date of registration",
    "description": "Regulation (EU) 2023/1543, F(a)"
   },
   {
    "const": "registrationAddressLog",
    "title": "Address used at registration",
    "description": "Regulation (EU) 2023/1543, F(b)"
   },
   {
    "const": "typeOfService",
    "title": "Type of service and technical provisions",
    "description": "UN Convention 2(f)(i)"
   },
   {
    "const": "periodOfService",
    "title": "Period of service",
    "description": "UN Convention 2(f)(i)"
   },
   {
    "const": "payment",
    "title": "Billing and payment information",
    "description": "UN Convention 2(f)(ii)"
   },
   {
    "const": "profile",
    "title": "Profile",
    "description": "Regulation (EU) 2023/1543, F(a)"
   },
   {
    "const": "validation",
    "title": "Data by which the user was validated",
    "description": "Regulation (EU) 2023/1543, F(a)"
   },
   {
    "const": "equipmentSite",
    "title": "Site of equipment",
    "description": "UN Convention 2(f)(iii)"
   },
   {
    "const": "puk",
    "title": "PUK code",
    "description": "Regulation (EU) 2023/1543, F(a)"
   }
  ]
 },
 "code/traffic-data.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/code/traffic-data.json",
  "title": "Traffic data",
  "description": "Kinds of traffic data. UN Convention 2(c); Regulation (EU) 2023/1543, Annex I, section F(c).",
  "type": "string",
  "oneOf": [
   {
    "const": "sourceAddress",
    "title": "Source address",
    "description": "UN Convention 2(c)"
   },
   {
    "const": "sourcePort",
    "title": "Source port",
    "description": "UN Convention 2(c)"
   },
   {
    "const": "destinationAddress",
    "title": "Destination address",
    "description": "UN Convention 2(c)"
   },
   {
    "const": "destinationPort",
    "title": "Destination port",
    "description": "UN Convention 2(c)"
   },
   {
    "const": "route",
    "title": "Route",
    "description": "UN Convention 2(c)"
   },
   {
    "const": "startTime",
    "title": "Start",
    "description": "UN Convention 2(c)"
   },
   {
    "const": "endTime",
    "title": "End",
    "description": "UN Convention 2(c)"
   },
   {
    "const": "duration",
    "title": "Duration",
    "description": "UN Convention 2(c)"
   },
   {
    "const": "volume",
    "title": "Volume",
    "description": "UN Convention 2(c)"
   },
   {
    "const": "serviceType",
    "title": "Type of service",
    "description": "UN Convention 2(c)"
   },
   {
    "const": "deviceIdentifier",
    "title": "Identifier of the device",
    "description": "UN Convention 2(c)"
   },
   {
    "const": "loginRecords",
    "title": "Login records",
    "description": "UN Convention 2(c)"
   }
  ]
 },
 "code/urgency.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/code/urgency.json",
  "title": "Urgency",
  "description": "Why it is urgent. UN Convention 2, 40(26), 44(3).",
  "type": "string",
  "oneOf": [
   {
    "const": "EMERGENCY",
    "title": "Significant and imminent risk to the life or safety of a natural person",
    "description": "UN Convention 2, 41(3)(e)"
   },
   {
    "const": "DATA_VOLATILE",
    "title": "Data especially vulnerable to loss or change",
    "description": "UN Convention 42, 44(3)"
   },
   {
    "const": "CUSTODY",
    "title": "A person is in custody",
    "description": "UN Convention 40(26)"
   },
   {
    "const": "HEARING_DATE",
    "title": "A hearing is fixed",
    "description": "UN Convention 40(26)"
   },
   {
    "const": "LIMITATION",
    "title": "A time limit runs out",
    "description": "UN Convention 40(26)"
   },
   {
    "const": "ASSET_DISSIPATION",
    "title": "Assets may vanish",
    "description": "UN Convention 50"
   },
   {
    "const": "CRITICAL_INFRASTRUCTURE",
    "title": "Imminent threat to critical infrastructure",
    "description": "Regulation (EU) 2023/1543, Annex I"
   },
   {
    "const": "ROUTINE",
    "title": "Not urgent",
    "description": "practice"
   }
  ]
 },
 "envelope.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/envelope.json",
  "title": "Envelope",
  "description": "The frame of every message: what is signed. The schema of its body is message/<type>.json.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "v": {
    "const": 1
   },
   "id": {
    "$ref": "https://rogatory.example/schemas/part/message-id.json"
   },
   "type": {
    "enum": [
     "acknowledgement",
     "close",
     "conditions-accept",
     "conditions-decline",
     "conditions-offer",
     "confidentiality-choice",
     "confidentiality-unable",
     "consult-open",
     "consult-view",
     "contact-note",
     "decision",
     "delivery",
     "delivery-receipt",
     "forwarded",
     "information-request",
     "information-response",
     "obstacle",
     "outcome-report",
     "postponed",
     "preservation-confirm",
     "preservation-extend",
     "preservation-extended",
     "preservation-extension-refused",
     "preservation-instruct",
     "preservation-link",
     "preservation-release",
     "preservation-risk",
     "remedy-notice",
     "reopen",
     "request",
     "resumed",
     "status-report",
     "status-request",
     "supplement",
     "use-consent",
     "use-refuse",
     "use-request",
     "withdraw"
    ]
   },
   "request": {
    "$ref": "https://rogatory.example/schemas/part/uuid.json",
    "description": "The request whose record this is."
   },
   "reference": {
    "$ref": "https://rogatory.example/schemas/part/reference.json"
   },
   "from": {
    "$ref": "https://rogatory.example/schemas/part/authority-id.json"
   },
   "to": {
    "$ref": "https://rogatory.example/schemas/part/authority-id.json"
   },
   "sentAt": {
    "$ref": "https://rogatory.example/schemas/part/moment.json",
    "description": "When it was signed; the receipt says when it arrived."
   },
   "sequence": {
    "type": "integer",
    "minimum": 1,
    "maximum": 9007199254740991,
    "description": "Its own place in the record: only on messages of the side that keeps the order."
   },
   "basis": {
    "$ref": "https://rogatory.example/schemas/part/place.json",
    "description": "The last place that its author had seen."
   },
   "previous": {
    "$ref": "https://rogatory.example/schemas/part/digest.json",
    "description": "Digest of the requesting side's own previous message in this record."
   },
   "inReplyTo": {
    "$ref": "https://rogatory.example/schemas/part/message-id.json",
    "description": "The message that this one answers."
   },
   "measures": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/measure-id.json"
    },
    "maxItems": 100,
    "minItems": 1,
    "description": "The measures it concerns, where the body does not say; absent: all.",
    "uniqueItems": true
   },
   "language": {
    "$ref": "https://rogatory.example/schemas/part/language.json"
   },
   "salt": {
    "$ref": "https://rogatory.example/schemas/part/salt.json"
   },
   "body": {
    "type": "object",
    "description": "See message/<type>.json."
   },
   "exhibits": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/exhibit.json"
    },
    "maxItems": 200
   }
  },
  "required": [
   "v",
   "id",
   "type",
   "request",
   "reference",
   "from",
   "to",
   "sentAt",
   "basis",
   "language",
   "salt",
   "body",
   "exhibits"
  ]
 },
 "measure/preservation.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/measure/preservation.json",
  "title": "Preservation",
  "description": "Expedited preservation of stored data. Content after UN Convention 42(3) and the T-CY template for articles 29 and 30.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "id": {
    "$ref": "https://rogatory.example/schemas/part/measure-id.json"
   },
   "kind": {
    "const": "preservation"
   },
   "basis": {
    "type": "string",
    "maxLength": 7,
    "pattern": "^[a-z]{1,4}[0-9]{1,3}$",
    "description": "Id of the legal basis that governs this measure; absent: the regime chosen."
   },
   "coercive": {
    "type": "boolean",
    "description": "Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9)."
   },
   "data": {
    "$ref": "https://rogatory.example/schemas/part/data.json"
   },
   "relation": {
    "$ref": "https://rogatory.example/schemas/part/text.json",
    "description": "Relation of the data to the offence, 42(3)(c)."
   },
   "custodian": {
    "$ref": "https://rogatory.example/schemas/part/custodian.json"
   },
   "necessity": {
    "$ref": "https://rogatory.example/schemas/part/text.json",
    "description": "Why preservation is needed, 42(3)(e)."
   },
   "intentToSubmitMla": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "intended": {
      "const": true
     },
     "expected": {
      "$ref": "https://rogatory.example/schemas/part/date.json"
     },
     "authority": {
      "$ref": "https://rogatory.example/schemas/part/authority-id.json",
      "description": "Who will send the request for the data."
     }
    },
    "required": [
     "intended"
    ],
    "description": "Intent to send a request for the data, 42(3)(f)."
   },
   "disclosePathIfForeign": {
    "type": "boolean",
    "description": "Disclosure of the path is wanted if another State's provider took part, article 43."
   },
   "requestedUntil": {
    "$ref": "https://rogatory.example/schemas/part/moment.json"
   },
   "procedureWanted": {
    "$ref": "https://rogatory.example/schemas/part/text.json",
    "description": "Procedure wanted, UN Convention 40(15)(d), 40(17)."
   }
  },
  "required": [
   "id",
   "kind",
   "coercive",
   "data",
   "relation",
   "custodian",
   "necessity",
   "intentToSubmitMla"
  ]
 },
 "measure/stored-data.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/measure/stored-data.json",
  "title": "Stored data",
  "description": "Search or access, seizure and disclosure of stored electronic data. UN Convention 44, 40(3)(d); Budapest 31.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "id": {
    "$ref": "https://rogatory.example/schemas/part/measure-id.json"
   },
   "kind": {
    "const": "stored-data"
   },
   "basis": {
    "type": "string",
    "maxLength": 7,
    "pattern": "^[a-z]{1,4}[0-9]{1,3}$",
    "description": "Id of the legal basis that governs this measure; absent: the regime chosen."
   },
   "coercive": {
    "type": "boolean",
    "description": "Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9)."
   },
   "data": {
    "$ref": "https://rogatory.example/schemas/part/data.json"
   },
   "relation": {
    "$ref": "https://rogatory.example/schemas/part/text.json",
    "description": "Link between the data and the case."
   },
   "custodian": {
    "$ref": "https://rogatory.example/schemas/part/custodian.json"
   },
   "preserved": {
    "$ref": "https://rogatory.example/schemas/part/preserved.json"
   },
   "vulnerable": {
    "$ref": "https://rogatory.example/schemas/part/text.json",
    "description": "Why the data are especially vulnerable, where expedited, 44(3)(a)."
   },
   "searchMethod": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   },
   "privilegeFilter": {
    "$ref": "https://rogatory.example/schemas/part/text.json",
    "description": "How privileged matter is to be left out."
   },
   "format": {
    "type": "string",
    "minLength": 1,
    "maxLength": 200,
    "humanText": "line"
   },
   "certificateWanted": {
    "type": "boolean"
   },
   "decryptionHelp": {
    "$ref": "https://rogatory.example/schemas/part/text.json",
    "description": "Help with decryption that is wanted. Never a key."
   },
   "procedureWanted": {
    "$ref": "https://rogatory.example/schemas/part/text.json",
    "description": "Procedure wanted, UN Convention 40(15)(d), 40(17)."
   }
  },
  "required": [
   "id",
   "kind",
   "coercive",
   "data",
   "relation",
   "custodian"
  ]
 },
 "measure/subscriber-information.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/measure/subscriber-information.json",
  "title": "Subscriber information",
  "description": "Subscriber information, and data for the sole purpose of identifying the user. Budapest 31; UN Convention 44; T-CY template for article 31. Content of communications is another measure.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "id": {
    "$ref": "https://rogatory.example/schemas/part/measure-id.json"
   },
   "kind": {
    "const": "subscriber-information"
   },
   "basis": {
    "type": "string",
    "maxLength": 7,
    "pattern": "^[a-z]{1,4}[0-9]{1,3}$",
    "description": "Id of the legal basis that governs this measure; absent: the regime chosen."
   },
   "coercive": {
    "type": "boolean",
    "description": "Whether it needs coercion by the requested State's law, as the requesting State sees it. UNCAC 46(9)."
   },
   "identifiers": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/identifier.json"
    },
    "maxItems": 100,
    "minItems": 1
   },
   "service": {
    "type": "string",
    "minLength": 1,
    "maxLength": 200,
    "humanText": "line"
   },
   "wanted": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/code/subscriber-data.json"
    },
    "maxItems": 20,
    "minItems": 1,
    "uniqueItems": true
   },
   "period": {
    "$ref": "https://rogatory.example/schemas/part/period.json"
   },
   "provider": {
    "$ref": "https://rogatory.example/schemas/part/custodian.json"
   },
   "relation": {
    "$ref": "https://rogatory.example/schemas/part/text.json",
    "description": "Link between the data and the case."
   },
   "preserved": {
    "$ref": "https://rogatory.example/schemas/part/preserved.json"
   },
   "productionOrder": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "deadline": {
      "type": "object",
      "description": "Exactly one of the three (R-12).",
      "oneOf": [
       {
        "type": "object",
        "additionalProperties": false,
        "properties": {
         "asSoonAsPossibleWithinTenDays": {
          "const": true
         }
        },
        "required": [
         "asSoonAsPossibleWithinTenDays"
        ]
       },
       {
        "type": "object",
        "additionalProperties": false,
        "properties": {
         "atTheEndOfTenDays": {
          "const": true
         }
        },
        "required": [
         "atTheEndOfTenDays"
        ]
       },
       {
        "type": "object",
        "additionalProperties": false,
        "properties": {
         "emergency": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
           "hours": {
            "const": 8
           },
           "danger": {
            "$ref": "https://rogatory.example/schemas/part/text.json"
           }
          },
          "required": [
           "hours",
           "danger"
          ]
         }
        },
        "required": [
         "emergency"
        ]
       }
      ]
     }
    },
    "required": [
     "deadline"
    ],
    "description": "Only under Regulation (EU) 2023/1543, Annex I, section C."
   },
   "procedureWanted": {
    "$ref": "https://rogatory.example/schemas/part/text.json",
    "description": "Procedure wanted, UN Convention 40(15)(d), 40(17)."
   }
  },
  "required": [
   "id",
   "kind",
   "coercive",
   "identifiers",
   "service",
   "wanted"
  ]
 },
 "message.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message.json",
  "title": "Message",
  "description": "Any message: the frame, and the body that its type asks for.",
  "allOf": [
   {
    "$ref": "https://rogatory.example/schemas/envelope.json"
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "acknowledgement"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/acknowledgement.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "close"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/close.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "conditions-accept"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/conditions-accept.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "conditions-decline"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/conditions-decline.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "conditions-offer"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/conditions-offer.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "confidentiality-choice"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/confidentiality-choice.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "confidentiality-unable"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/confidentiality-unable.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "consult-open"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/consult-open.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "consult-view"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/consult-view.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "contact-note"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/contact-note.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "decision"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/decision.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "delivery"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/delivery.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "delivery-receipt"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/delivery-receipt.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "forwarded"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/forwarded.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "information-request"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/information-request.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "information-response"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/information-response.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "obstacle"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/obstacle.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "outcome-report"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/outcome-report.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "postponed"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/postponed.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "preservation-confirm"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/preservation-confirm.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "preservation-extend"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/preservation-extend.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "preservation-extended"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/preservation-extended.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "preservation-extension-refused"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/preservation-extension-refused.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "preservation-instruct"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/preservation-instruct.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "preservation-link"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/preservation-link.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "preservation-release"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/preservation-release.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "preservation-risk"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/preservation-risk.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "remedy-notice"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/remedy-notice.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "reopen"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/reopen.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "request"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/request.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "resumed"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/resumed.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "status-report"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/status-report.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "status-request"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/status-request.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "supplement"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/supplement.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "use-consent"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/use-consent.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "use-refuse"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/use-refuse.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "use-request"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/use-request.json"
      }
     }
    }
   },
   {
    "if": {
     "type": "object",
     "properties": {
      "type": {
       "const": "withdraw"
      }
     },
     "required": [
      "type"
     ]
    },
    "then": {
     "type": "object",
     "properties": {
      "body": {
       "$ref": "https://rogatory.example/schemas/message/withdraw.json"
      }
     }
    }
   }
  ]
 },
 "message/acknowledgement.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/acknowledgement.json",
  "title": "Acknowledgement",
  "description": "The requested authority has the request or a withdrawal, and says what is missing.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "ownReference": {
    "$ref": "https://rogatory.example/schemas/part/reference.json"
   },
   "competentUnit": {
    "type": "string",
    "minLength": 1,
    "maxLength": 300,
    "humanText": "line"
   },
   "missing": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   },
   "notes": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "ownReference"
  ]
 },
 "message/close.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/close.json",
  "title": "Closing",
  "description": "The work is done. The second one, by the other side, confirms the first and names it in inReplyTo.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "text": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  }
 },
 "message/conditions-accept.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/conditions-accept.json",
  "title": "Conditions accepted",
  "description": "The requesting authority takes the conditions of the offer named in inReplyTo; they bind. UN Convention 40(28).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "text": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  }
 },
 "message/conditions-decline.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/conditions-decline.json",
  "title": "Conditions declined",
  "description": "The requesting authority cannot take the conditions of the offer named in inReplyTo.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "text": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  }
 },
 "message/conditions-offer.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/conditions-offer.json",
  "title": "Conditions offered",
  "description": "What would make help possible. UN Convention 36, 40(28).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "conditions": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/condition.json"
    },
    "maxItems": 50,
    "minItems": 1
   },
   "reasons": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "conditions",
   "reasons"
  ]
 },
 "message/confidentiality-choice.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/confidentiality-choice.json",
  "title": "Choice on confidentiality",
  "description": "Whether to go on although it cannot be kept secret. Budapest 27(8).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "choice": {
    "enum": [
     "proceed",
     "stop"
    ]
   },
   "notBefore": {
    "$ref": "https://rogatory.example/schemas/part/moment.json"
   },
   "text": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "choice"
  ]
 },
 "message/confidentiality-unable.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/confidentiality-unable.json",
  "title": "Confidentiality cannot be kept",
  "description": "What cannot be kept secret, why, and from when. UN Convention 40(20).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "reasons": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   },
   "discloseAt": {
    "$ref": "https://rogatory.example/schemas/part/moment.json"
   },
   "question": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "reasons"
  ]
 },
 "message/consult-open.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/consult-open.json",
  "title": "Consultation opened",
  "description": "Before it refuses or postpones, the requested authority consults. UN Convention 40(28).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "intended": {
    "enum": [
     "refuse",
     "postpone"
    ]
   },
   "grounds": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/ground.json"
    },
    "maxItems": 10,
    "minItems": 1
   },
   "postponement": {
    "$ref": "https://rogatory.example/schemas/code/postponement.json"
   },
   "question": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   },
   "replyBy": {
    "$ref": "https://rogatory.example/schemas/part/moment.json"
   }
  },
  "required": [
   "intended",
   "question",
   "replyBy"
  ]
 },
 "message/consult-view.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/consult-view.json",
  "title": "View in a consultation",
  "description": "What the requesting authority thinks of it.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "view": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "view"
  ]
 },
 "message/contact-note.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/contact-note.json",
  "title": "Note of a contact",
  "description": "What happened outside the exchange: by telephone, on paper, through an embassy (R-13). The requested side may open a record with it. UN Convention 40(14).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "channel": {
    "$ref": "https://rogatory.example/schemas/code/channel.json"
   },
   "at": {
    "$ref": "https://rogatory.example/schemas/part/moment.json"
   },
   "with": {
    "type": "string",
    "minLength": 1,
    "maxLength": 300,
    "humanText": "line"
   },
   "text": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   },
   "measures": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "id": {
       "$ref": "https://rogatory.example/schemas/part/measure-id.json"
      },
      "kind": {
       "$ref": "https://rogatory.example/schemas/code/measure-kind.json"
      }
     },
     "required": [
      "id",
      "kind"
     ]
    },
    "maxItems": 50,
    "minItems": 1,
    "description": "What was asked for orally, where the note opens a record."
   }
  },
  "required": [
   "channel",
   "at",
   "with",
   "text"
  ]
 },
 "message/decision.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/decision.json",
  "title": "Decision",
  "description": "What the requested State will do, measure by measure. UN Convention 40(21)-(25).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "outcomes": {
    "type": "array",
    "items": {
     "type": "object",
     "required": [
      "outcome"
     ],
     "discriminator": {
      "propertyName": "outcome"
     },
     "oneOf": [
      {
       "type": "object",
       "additionalProperties": false,
       "properties": {
        "measure": {
         "$ref": "https://rogatory.example/schemas/part/measure-id.json"
        },
        "outcome": {
         "const": "granted"
        },
        "authorisation": {
         "$ref": "https://rogatory.example/schemas/part/authorisation.json"
        },
        "conditions": {
         "type": "array",
         "items": {
          "$ref": "https://rogatory.example/schemas/part/condition.json"
         },
         "maxItems": 50,
         "minItems": 1
        },
        "split": {
         "$ref": "https://rogatory.example/schemas/part/text.json",
         "description": "The measure is a part of another, and this is which: its id is that of the whole, a dot and a number."
        },
        "note": {
         "$ref": "https://rogatory.example/schemas/part/text.json"
        }
       },
       "required": [
        "measure",
        "outcome"
       ]
      },
      {
       "type": "object",
       "additionalProperties": false,
       "properties": {
        "measure": {
         "$ref": "https://rogatory.example/schemas/part/measure-id.json"
        },
        "outcome": {
         "const": "partly"
        },
        "grounds": {
         "type": "array",
         "items": {
          "$ref": "https://rogatory.example/schemas/part/ground.json"
         },
         "maxItems": 10,
         "minItems": 1
        },
        "reasons": {
         "$ref": "https://rogatory.example/schemas/part/text.json"
        },
        "excluded": {
         "type": "array",
         "items": {
          "$ref": "https://rogatory.example/schemas/part/excluded.json"
         },
         "maxItems": 50,
         "minItems": 1
        },
        "authorisation": {
         "$ref": "https://rogatory.example/schemas/part/authorisation.json"
        },
        "conditions": {
         "type": "array",
         "items": {
          "$ref": "https://rogatory.example/schemas/part/condition.json"
         },
         "maxItems": 50,
         "minItems": 1
        },
        "split": {
         "$ref": "https://rogatory.example/schemas/part/text.json",
         "description": "The measure is a part of another, and this is which: its id is that of the whole, a dot and a number."
        },
        "note": {
         "$ref": "https://rogatory.example/schemas/part/text.json"
        }
       },
       "required": [
        "measure",
        "outcome",
        "grounds",
        "reasons"
       ]
      },
      {
       "type": "object",
       "additionalProperties": false,
       "properties": {
        "measure": {
         "$ref": "https://rogatory.example/schemas/part/measure-id.json"
        },
        "outcome": {
         "const": "refused"
        },
        "grounds": {
         "type": "array",
         "items": {
          "$ref": "https://rogatory.example/schemas/part/ground.json"
         },
         "maxItems": 10,
         "minItems": 1
        },
        "reasons": {
         "$ref": "https://rogatory.example/schemas/part/text.json"
        },
        "split": {
         "$ref": "https://rogatory.example/schemas/part/text.json",
         "description": "The measure is a part of another, and this is which: its id is that of the whole, a dot and a number."
        },
        "note": {
         "$ref": "https://rogatory.example/schemas/part/text.json"
        }
       },
       "required": [
        "measure",
        "outcome",
        "grounds",
        "reasons"
       ]
      }
     ]
    },
    "maxItems": 100,
    "minItems": 1,
    "description": "What is said of each measure."
   }
  },
  "required": [
   "outcomes"
  ]
 },
 "message/delivery-receipt.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/delivery-receipt.json",
  "title": "Delivery receipt",
  "description": "What the requesting authority found when it checked the delivery named in inReplyTo.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "outcomes": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "measure": {
       "$ref": "https://rogatory.example/schemas/part/measure-id.json"
      },
      "outcome": {
       "enum": [
        "verified",
        "discrepancy"
       ]
      },
      "note": {
       "$ref": "https://rogatory.example/schemas/part/text.json"
      }
     },
     "required": [
      "measure",
      "outcome"
     ]
    },
    "maxItems": 100,
    "minItems": 1,
    "description": "What is said of each measure."
   },
   "checks": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "exhibit": {
       "$ref": "https://rogatory.example/schemas/part/exhibit-id.json"
      },
      "sha256": {
       "$ref": "https://rogatory.example/schemas/part/digest.json",
       "description": "As computed by the receiver."
      },
      "announced": {
       "$ref": "https://rogatory.example/schemas/part/digest.json",
       "description": "As announced by the sender."
      },
      "agrees": {
       "type": "boolean"
      }
     },
     "required": [
      "exhibit",
      "sha256",
      "agrees"
     ]
    },
    "maxItems": 200
   },
   "conditionsAccepted": {
    "type": "boolean"
   },
   "text": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "outcomes",
   "checks"
  ]
 },
 "message/delivery.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/delivery.json",
  "title": "Delivery",
  "description": "What is handed over. UN Convention 40(3).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "outcomes": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "measure": {
       "$ref": "https://rogatory.example/schemas/part/measure-id.json"
      },
      "outcome": {
       "const": "delivered"
      },
      "exhibits": {
       "type": "array",
       "items": {
        "$ref": "https://rogatory.example/schemas/part/exhibit-id.json"
       },
       "maxItems": 200,
       "uniqueItems": true
      },
      "complete": {
       "type": "boolean",
       "description": "Whether it is all that was granted."
      },
      "final": {
       "type": "boolean",
       "description": "Whether nothing more will come."
      },
      "conditions": {
       "type": "array",
       "items": {
        "$ref": "https://rogatory.example/schemas/part/condition.json"
       },
       "maxItems": 50,
       "minItems": 1
      },
      "excluded": {
       "type": "array",
       "items": {
        "$ref": "https://rogatory.example/schemas/part/excluded.json"
       },
       "maxItems": 50,
       "minItems": 1
      },
      "objects": {
       "type": "array",
       "items": {
        "type": "object",
        "additionalProperties": false,
        "properties": {
         "what": {
          "$ref": "https://rogatory.example/schemas/part/text.json"
         },
         "count": {
          "type": "integer",
          "minimum": 1,
          "maximum": 9007199254740991
         },
         "seal": {
          "type": "string",
          "minLength": 1,
          "maxLength": 100,
          "humanText": "line"
         },
         "courier": {
          "type": "string",
          "minLength": 1,
          "maxLength": 200,
          "humanText": "line"
         },
         "returnBy": {
          "$ref": "https://rogatory.example/schemas/part/date.json"
         }
        },
        "required": [
         "what"
        ]
       },
       "maxItems": 50,
       "minItems": 1,
       "description": "Things that go by another way."
      },
      "note": {
       "$ref": "https://rogatory.example/schemas/part/text.json"
      }
     },
     "required": [
      "measure",
      "outcome",
      "exhibits",
      "complete",
      "final"
     ]
    },
    "maxItems": 100,
    "minItems": 1,
    "description": "What is said of each measure."
   }
  },
  "required": [
   "outcomes"
  ]
 },
 "message/forwarded.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/forwarded.json",
  "title": "Forwarded",
  "description": "Another authority of the requested State is competent, and has it now. Budapest 27(9)(c).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "authority": {
    "$ref": "https://rogatory.example/schemas/part/authority-id.json"
   },
   "name": {
    "type": "string",
    "minLength": 1,
    "maxLength": 300,
    "humanText": "line"
   },
   "contact": {
    "$ref": "https://rogatory.example/schemas/part/contact.json"
   },
   "reason": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "authority",
   "name",
   "contact"
  ]
 },
 "message/information-request.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/information-request.json",
  "title": "Information request",
  "description": "Additional information is needed. UN Convention 40(16).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "items": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "id": {
       "type": "string",
       "maxLength": 4,
       "pattern": "^q[0-9]{1,3}$"
      },
      "question": {
       "$ref": "https://rogatory.example/schemas/part/text.json"
      },
      "measure": {
       "$ref": "https://rogatory.example/schemas/part/measure-id.json"
      },
      "field": {
       "type": "string",
       "maxLength": 200,
       "format": "json-pointer",
       "humanText": "line",
       "description": "Where in the body of the request, RFC 6901."
      }
     },
     "required": [
      "id",
      "question"
     ]
    },
    "maxItems": 50,
    "minItems": 1
   },
   "replyBy": {
    "$ref": "https://rogatory.example/schemas/part/moment.json"
   },
   "provisionalAction": {
    "$ref": "https://rogatory.example/schemas/part/text.json",
    "description": "What is done meanwhile. CETS 198 38."
   },
   "outcomes": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "measure": {
       "$ref": "https://rogatory.example/schemas/part/measure-id.json"
      },
      "outcome": {
       "enum": [
        "asked",
        "goesOn"
       ]
      }
     },
     "required": [
      "measure",
      "outcome"
     ]
    },
    "maxItems": 100,
    "minItems": 1,
    "description": "What is said of each measure."
   }
  },
  "required": [
   "items",
   "replyBy",
   "outcomes"
  ]
 },
 "message/information-response.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/information-response.json",
  "title": "Information response",
  "description": "Answers an information request, item by item.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "answers": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "item": {
       "type": "string",
       "maxLength": 4,
       "pattern": "^q[0-9]{1,3}$"
      },
      "answer": {
       "$ref": "https://rogatory.example/schemas/part/text.json"
      }
     },
     "required": [
      "item",
      "answer"
     ]
    },
    "maxItems": 50,
    "minItems": 1
   }
  },
  "required": [
   "answers"
  ]
 },
 "message/obstacle.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/obstacle.json",
  "title": "Obstacle",
  "description": "Something stands in the way that is no ground for refusal. Budapest 27(7).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "outcomes": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "measure": {
       "$ref": "https://rogatory.example/schemas/part/measure-id.json"
      },
      "outcome": {
       "const": "obstacle"
      },
      "code": {
       "$ref": "https://rogatory.example/schemas/code/obstacle.json"
      },
      "text": {
       "$ref": "https://rogatory.example/schemas/part/text.json"
      },
      "expectedUntil": {
       "$ref": "https://rogatory.example/schemas/part/date.json"
      }
     },
     "required": [
      "measure",
      "outcome",
      "code",
      "text"
     ]
    },
    "maxItems": 100,
    "minItems": 1,
    "description": "What is said of each measure."
   }
  },
  "required": [
   "outcomes"
  ]
 },
 "message/outcome-report.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/outcome-report.json",
  "title": "Report of the outcome",
  "description": "What became of the case. Budapest 24(6).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "text": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "text"
  ]
 },
 "message/postponed.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/postponed.json",
  "title": "Postponed",
  "description": "Execution is put off. UN Convention 40(27); reasons after Budapest 27(7).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "reason": {
    "$ref": "https://rogatory.example/schemas/code/postponement.json"
   },
   "reasons": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   },
   "until": {
    "$ref": "https://rogatory.example/schemas/part/moment.json"
   },
   "reviewAt": {
    "$ref": "https://rogatory.example/schemas/part/moment.json"
   }
  },
  "required": [
   "reason",
   "reasons"
  ],
  "anyOf": [
   {
    "required": [
     "until"
    ]
   },
   {
    "required": [
     "reviewAt"
    ]
   }
  ]
 },
 "message/preservation-confirm.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/preservation-confirm.json",
  "title": "Preservation confirmed",
  "description": "What is kept, since when and until when. Not less than 60 days, UN Convention 42(8).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "outcomes": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "measure": {
       "$ref": "https://rogatory.example/schemas/part/measure-id.json"
      },
      "outcome": {
       "const": "preserved"
      },
      "since": {
       "$ref": "https://rogatory.example/schemas/part/moment.json"
      },
      "until": {
       "$ref": "https://rogatory.example/schemas/part/moment.json"
      },
      "custodian": {
       "type": "string",
       "minLength": 1,
       "maxLength": 300,
       "humanText": "line"
      },
      "reference": {
       "$ref": "https://rogatory.example/schemas/part/reference.json"
      },
      "kept": {
       "$ref": "https://rogatory.example/schemas/part/text.json"
      },
      "secrecy": {
       "type": "boolean",
       "description": "Whether the custodian is bound to secrecy."
      }
     },
     "required": [
      "measure",
      "outcome",
      "since",
      "until"
     ]
    },
    "maxItems": 100,
    "minItems": 1,
    "description": "What is said of each measure."
   }
  },
  "required": [
   "outcomes"
  ]
 },
 "message/preservation-extend.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/preservation-extend.json",
  "title": "Extension asked for",
  "description": "Asked before the hold expires. UN Convention 42(9).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "until": {
    "$ref": "https://rogatory.example/schemas/part/moment.json"
   },
   "reason": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "until",
   "reason"
  ]
 },
 "message/preservation-extended.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/preservation-extended.json",
  "title": "Extension given",
  "description": "The new end of the hold.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "until": {
    "$ref": "https://rogatory.example/schemas/part/moment.json"
   },
   "renewal": {
    "type": "integer",
    "minimum": 1,
    "maximum": 99,
    "description": "Which renewal it is."
   },
   "text": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "until"
  ]
 },
 "message/preservation-extension-refused.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/preservation-extension-refused.json",
  "title": "Extension refused",
  "description": "The first date stands. Reasons, not a ground.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "reasons": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "reasons"
  ]
 },
 "message/preservation-instruct.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/preservation-instruct.json",
  "title": "Instruction on a risk",
  "description": "Whether to preserve in spite of the risk: the requesting State decides. UN Convention 42(7).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "outcomes": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "measure": {
       "$ref": "https://rogatory.example/schemas/part/measure-id.json"
      },
      "outcome": {
       "enum": [
        "proceed",
        "stop"
       ]
      }
     },
     "required": [
      "measure",
      "outcome"
     ]
    },
    "maxItems": 100,
    "minItems": 1,
    "description": "What is said of each measure."
   },
   "text": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "outcomes"
  ]
 },
 "message/preservation-link.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/preservation-link.json",
  "title": "Link to the request for the data",
  "description": "The request for the data has been sent: the hold lasts until it is decided. UN Convention 42(8).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "request": {
    "$ref": "https://rogatory.example/schemas/part/uuid.json",
    "description": "The request for the data."
   },
   "reference": {
    "$ref": "https://rogatory.example/schemas/part/reference.json"
   },
   "text": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "request"
  ]
 },
 "message/preservation-release.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/preservation-release.json",
  "title": "Release",
  "description": "What was held has been produced, or is held no longer.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "outcomes": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "measure": {
       "$ref": "https://rogatory.example/schemas/part/measure-id.json"
      },
      "outcome": {
       "enum": [
        "produced",
        "released"
       ]
      },
      "items": {
       "type": "array",
       "items": {
        "type": "object",
        "additionalProperties": false,
        "properties": {
         "what": {
          "$ref": "https://rogatory.example/schemas/part/text.json"
         },
         "fate": {
          "enum": [
           "produced",
           "released"
          ]
         },
         "count": {
          "type": "integer",
          "minimum": 0,
          "maximum": 9007199254740991
         }
        },
        "required": [
         "what",
         "fate"
        ]
       },
       "maxItems": 50,
       "minItems": 1
      }
     },
     "required": [
      "measure",
      "outcome"
     ]
    },
    "maxItems": 100,
    "minItems": 1,
    "description": "What is said of each measure."
   },
   "reasons": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "outcomes",
   "reasons"
  ]
 },
 "message/preservation-risk.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/preservation-risk.json",
  "title": "Risk of preserving",
  "description": "Preserving would not secure the data, or would endanger the secret or the case. UN Convention 42(7).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "risk": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   },
   "question": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "risk",
   "question"
  ]
 },
 "message/remedy-notice.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/remedy-notice.json",
  "title": "Notice of a remedy",
  "description": "A person affected has used a legal remedy, or it was decided. Regulation (EU) 2018/1805 33.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "outcomes": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "measure": {
       "$ref": "https://rogatory.example/schemas/part/measure-id.json"
      },
      "outcome": {
       "enum": [
        "lodged",
        "resolved"
       ]
      }
     },
     "required": [
      "measure",
      "outcome"
     ]
    },
    "maxItems": 100,
    "minItems": 1,
    "description": "What is said of each measure."
   },
   "suspensive": {
    "type": "boolean",
    "description": "Whether it suspends delivery."
   },
   "text": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "outcomes",
   "suspensive",
   "text"
  ]
 },
 "message/reopen.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/reopen.json",
  "title": "Reopening",
  "description": "What was refused or closed is taken up again. The second one, by the other side, confirms the first and names it in inReplyTo.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "reasons": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "reasons"
  ]
 },
 "message/request.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/request.json",
  "title": "Request",
  "description": "Opens a record: one authority asks another for help in one case. UN Convention 40(15), 42(3).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "requestingAuthority": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "officer": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200,
      "humanText": "line"
     },
     "function": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200,
      "humanText": "line"
     },
     "contact": {
      "$ref": "https://rogatory.example/schemas/part/contact.json"
     }
    },
    "required": [
     "officer",
     "contact"
    ]
   },
   "contactForConfirmation": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200,
      "humanText": "line"
     },
     "title": {
      "type": "string",
      "minLength": 1,
      "maxLength": 100,
      "humanText": "line"
     },
     "function": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200,
      "humanText": "line"
     },
     "email": {
      "$ref": "https://rogatory.example/schemas/part/email.json"
     },
     "phone": {
      "$ref": "https://rogatory.example/schemas/part/phone.json"
     }
    },
    "required": [
     "name",
     "email"
    ],
    "description": "Who confirms that the request is genuine. T-CY template, box 6."
   },
   "conductingAuthority": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 300,
      "humanText": "line"
     },
     "functions": {
      "type": "string",
      "minLength": 1,
      "maxLength": 300,
      "humanText": "line"
     },
     "person": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200,
      "humanText": "line"
     },
     "email": {
      "$ref": "https://rogatory.example/schemas/part/email.json"
     },
     "caseNumber": {
      "$ref": "https://rogatory.example/schemas/part/reference.json"
     }
    },
    "required": [
     "name",
     "functions"
    ],
    "description": "Who conducts the investigation or proceeding. 40(15)(b)."
   },
   "prosecutionOrCourt": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 300,
      "humanText": "line"
     },
     "caseNumber": {
      "$ref": "https://rogatory.example/schemas/part/reference.json"
     },
     "decisions": {
      "$ref": "https://rogatory.example/schemas/part/text.json"
     }
    },
    "required": [
     "name"
    ],
    "description": "T-CY template, box 8."
   },
   "proceeding": {
    "$ref": "https://rogatory.example/schemas/part/proceeding.json"
   },
   "legalBasis": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/legal-basis.json"
    },
    "maxItems": 10,
    "minItems": 1,
    "contains": {
     "type": "object",
     "properties": {
      "regime": {
       "const": true
      }
     },
     "required": [
      "regime"
     ]
    },
    "minContains": 1,
    "maxContains": 1
   },
   "offences": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/offence.json"
    },
    "maxItems": 20,
    "minItems": 1
   },
   "facts": {
    "$ref": "https://rogatory.example/schemas/part/text.json",
    "description": "Summary of the relevant facts, 40(15)(c)."
   },
   "measures": {
    "type": "array",
    "items": {
     "type": "object",
     "required": [
      "kind"
     ],
     "discriminator": {
      "propertyName": "kind"
     },
     "oneOf": [
      {
       "$ref": "https://rogatory.example/schemas/measure/preservation.json"
      },
      {
       "$ref": "https://rogatory.example/schemas/measure/stored-data.json"
      },
      {
       "$ref": "https://rogatory.example/schemas/measure/subscriber-information.json"
      }
     ]
    },
    "maxItems": 50,
    "minItems": 1,
    "description": "What is asked for; state lives here."
   },
   "persons": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/person.json"
    },
    "maxItems": 100,
    "minItems": 1
   },
   "organisations": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/organisation.json"
    },
    "maxItems": 100,
    "minItems": 1
   },
   "period": {
    "$ref": "https://rogatory.example/schemas/part/period.json"
   },
   "purpose": {
    "$ref": "https://rogatory.example/schemas/part/text.json",
    "description": "40(15)(g)."
   },
   "useLimitation": {
    "$ref": "https://rogatory.example/schemas/part/text.json",
    "description": "What the result will be used for and nothing else, 40(19)."
   },
   "deadline": {
    "$ref": "https://rogatory.example/schemas/part/deadline.json"
   },
   "confidentiality": {
    "$ref": "https://rogatory.example/schemas/part/confidentiality.json"
   },
   "handling": {
    "$ref": "https://rogatory.example/schemas/code/handling.json"
   },
   "urgency": {
    "$ref": "https://rogatory.example/schemas/part/urgency.json"
   },
   "status": {
    "enum": [
     "new",
     "followUpToMla",
     "followUpToPreservation",
     "extension"
    ],
    "description": "T-CY template, box 3."
   },
   "earlier": {
    "$ref": "https://rogatory.example/schemas/part/earlier.json",
    "description": "The request that this one follows."
   },
   "earlierRequests": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/earlier.json"
    },
    "maxItems": 20,
    "minItems": 1
   },
   "procedureWanted": {
    "$ref": "https://rogatory.example/schemas/part/text.json",
    "description": "For the whole request, 40(15)(d)."
   },
   "domesticOrder": {
    "$ref": "https://rogatory.example/schemas/part/exhibit-id.json",
    "description": "The exhibit with the order of the requesting State."
   },
   "domesticLegalBasis": {
    "$ref": "https://rogatory.example/schemas/part/text.json",
    "description": "T-CY template, box 11."
   },
   "measureAvailableAtHome": {
    "type": "boolean"
   },
   "remarks": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "requestingAuthority",
   "conductingAuthority",
   "legalBasis",
   "offences",
   "facts",
   "measures",
   "status"
  ],
  "allOf": [
   {
    "if": {
     "properties": {
      "status": {
       "const": "new"
      }
     }
    },
    "then": {
     "properties": {
      "earlier": false
     }
    }
   },
   {
    "if": {
     "properties": {
      "status": {
       "enum": [
        "followUpToMla",
        "followUpToPreservation",
        "extension"
       ]
      }
     }
    },
    "then": {
     "required": [
      "earlier"
     ]
    }
   },
   {
    "if": {
     "properties": {
      "measures": {
       "type": "array",
       "contains": {
        "type": "object",
        "properties": {
         "kind": {
          "not": {
           "const": "preservation"
          }
         }
        },
        "required": [
         "kind"
        ]
       }
      }
     }
    },
    "then": {
     "required": [
      "proceeding",
      "purpose"
     ]
    }
   }
  ]
 },
 "message/resumed.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/resumed.json",
  "title": "Resumed",
  "description": "Execution goes on.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "text": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  }
 },
 "message/status-report.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/status-report.json",
  "title": "Status report",
  "description": "How far each measure is. UN Convention 40(26).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "outcomes": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "measure": {
       "$ref": "https://rogatory.example/schemas/part/measure-id.json"
      },
      "outcome": {
       "enum": [
        "underReview",
        "executing",
        "unchanged"
       ]
      },
      "note": {
       "$ref": "https://rogatory.example/schemas/part/text.json"
      }
     },
     "required": [
      "measure",
      "outcome"
     ]
    },
    "maxItems": 100,
    "minItems": 1,
    "description": "What is said of each measure."
   },
   "note": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   },
   "nextNewsBy": {
    "$ref": "https://rogatory.example/schemas/part/date.json"
   }
  },
  "required": [
   "outcomes"
  ]
 },
 "message/status-request.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/status-request.json",
  "title": "Status request",
  "description": "How far is it? UN Convention 40(26).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "text": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  }
 },
 "message/supplement.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/supplement.json",
  "title": "Supplement",
  "description": "The requesting authority adds something unasked. CETS 198 22.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "text": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "text"
  ]
 },
 "message/use-consent.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/use-consent.json",
  "title": "Consent to another use",
  "description": "The requested authority allows what it names, and no more. UN Convention 36(3), 40(19).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "allows": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   },
   "exhibits": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/exhibit-id.json"
    },
    "maxItems": 200,
    "minItems": 1
   },
   "recipients": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "kind": {
       "enum": [
        "sameState",
        "thirdState",
        "organisation",
        "defence"
       ]
      },
      "name": {
       "type": "string",
       "minLength": 1,
       "maxLength": 300,
       "humanText": "line"
      },
      "authority": {
       "$ref": "https://rogatory.example/schemas/part/authority-id.json"
      },
      "country": {
       "$ref": "https://rogatory.example/schemas/part/state-code.json"
      }
     },
     "required": [
      "kind",
      "name"
     ]
    },
    "maxItems": 20,
    "minItems": 1
   },
   "conditions": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/condition.json"
    },
    "maxItems": 50,
    "minItems": 1
   }
  },
  "required": [
   "allows"
  ]
 },
 "message/use-refuse.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/use-refuse.json",
  "title": "Refusal of another use",
  "description": "The requested authority does not allow it. UN Convention 40(19).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "reasons": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "reasons"
  ]
 },
 "message/use-request.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/use-request.json",
  "title": "Request for another use",
  "description": "May it be used or passed on beyond what was agreed? UN Convention 36(3), 40(19).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "purpose": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   },
   "exhibits": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/exhibit-id.json"
    },
    "maxItems": 200,
    "minItems": 1
   },
   "what": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   },
   "proceeding": {
    "$ref": "https://rogatory.example/schemas/part/proceeding.json"
   },
   "recipients": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "kind": {
       "enum": [
        "sameState",
        "thirdState",
        "organisation",
        "defence"
       ]
      },
      "name": {
       "type": "string",
       "minLength": 1,
       "maxLength": 300,
       "humanText": "line"
      },
      "authority": {
       "$ref": "https://rogatory.example/schemas/part/authority-id.json"
      },
      "country": {
       "$ref": "https://rogatory.example/schemas/part/state-code.json"
      }
     },
     "required": [
      "kind",
      "name"
     ]
    },
    "maxItems": 20,
    "minItems": 1
   }
  },
  "required": [
   "purpose"
  ]
 },
 "message/withdraw.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/message/withdraw.json",
  "title": "Withdrawal",
  "description": "The help is no longer needed. No reason is owed. UN Convention 40(26).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "text": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  }
 },
 "part/authorisation.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/authorisation.json",
  "title": "Authorisation",
  "description": "The domestic act on which a decision rests. UN Convention 24; R-03.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "authority": {
    "type": "string",
    "minLength": 1,
    "maxLength": 300,
    "humanText": "line"
   },
   "kind": {
    "type": "string",
    "minLength": 1,
    "maxLength": 200,
    "humanText": "line"
   },
   "date": {
    "$ref": "https://rogatory.example/schemas/part/date.json"
   },
   "scope": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   },
   "until": {
    "$ref": "https://rogatory.example/schemas/part/date.json"
   },
   "exhibit": {
    "$ref": "https://rogatory.example/schemas/part/exhibit-id.json"
   },
   "reference": {
    "$ref": "https://rogatory.example/schemas/part/reference.json"
   }
  },
  "required": [
   "authority",
   "kind",
   "date"
  ]
 },
 "part/authority-id.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/authority-id.json",
  "title": "Authority id",
  "description": "State code in lower case, dot, short name: vn.spp. Organisations use their ICAO 9303 code.",
  "type": "string",
  "maxLength": 35,
  "pattern": "^[a-z]{2,3}\\.[a-z][a-z0-9-]{0,30}$"
 },
 "part/authority.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/authority.json",
  "title": "Authority",
  "description": "A body that a State has designated, with its competences (R-08).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "id": {
    "$ref": "https://rogatory.example/schemas/part/authority-id.json"
   },
   "name": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   },
   "competences": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "kind": {
       "type": "string",
       "maxLength": 60,
       "pattern": "^[a-z][a-z0-9-]{1,59}$",
       "description": "Kind of measure; a reader lets kinds pass that it does not know."
      },
      "roles": {
       "type": "array",
       "items": {
        "enum": [
         "requesting",
         "requested"
        ]
       },
       "maxItems": 2,
       "minItems": 1,
       "uniqueItems": true
      }
     },
     "required": [
      "kind",
      "roles"
     ]
    },
    "maxItems": 100,
    "minItems": 1
   },
   "languages": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/language.json"
    },
    "maxItems": 20,
    "minItems": 1
   },
   "timeZone": {
    "$ref": "https://rogatory.example/schemas/part/time-zone.json"
   },
   "officeHours": {
    "type": "string",
    "minLength": 1,
    "maxLength": 200,
    "humanText": "line"
   },
   "email": {
    "$ref": "https://rogatory.example/schemas/part/email.json"
   },
   "validFrom": {
    "$ref": "https://rogatory.example/schemas/part/moment.json"
   },
   "validUntil": {
    "$ref": "https://rogatory.example/schemas/part/moment.json"
   }
  },
  "required": [
   "id",
   "name",
   "competences",
   "languages",
   "timeZone",
   "officeHours",
   "validFrom"
  ]
 },
 "part/condition.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/condition.json",
  "title": "Condition",
  "description": "A condition or assurance. Binding once accepted (UN Convention 40(28)); it outlives the answer and ends at a date, at an event, or by consent.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "code": {
    "$ref": "https://rogatory.example/schemas/code/condition.json"
   },
   "until": {
    "$ref": "https://rogatory.example/schemas/part/date.json"
   },
   "untilEvent": {
    "type": "string",
    "minLength": 1,
    "maxLength": 300,
    "humanText": "line"
   },
   "measures": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/measure-id.json"
    },
    "maxItems": 100,
    "minItems": 1,
    "description": "The measures it is for; absent: those of the message."
   },
   "exhibits": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/exhibit-id.json"
    },
    "maxItems": 200,
    "minItems": 1
   },
   "text": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "code"
  ],
  "if": {
   "properties": {
    "code": {
     "enum": [
      "DELETE_BY",
      "SEAL_AFTER"
     ]
    }
   }
  },
  "then": {
   "required": [
    "until"
   ]
  }
 },
 "part/confidentiality.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/confidentiality.json",
  "title": "Confidentiality",
  "description": "What is to be kept secret. UN Convention 40(20), 42(3)(g).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "level": {
    "$ref": "https://rogatory.example/schemas/code/confidentiality.json"
   },
   "doNotNotifyUser": {
    "type": "boolean"
   },
   "reason": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "level"
  ],
  "if": {
   "properties": {
    "doNotNotifyUser": {
     "const": true
    }
   },
   "required": [
    "doNotNotifyUser"
   ]
  },
  "then": {
   "required": [
    "reason"
   ]
  }
 },
 "part/contact.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/contact.json",
  "title": "Contact",
  "description": "How and when an authority can be reached. T-CY template article 31, box 5.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "email": {
    "$ref": "https://rogatory.example/schemas/part/email.json"
   },
   "phone": {
    "$ref": "https://rogatory.example/schemas/part/phone.json"
   },
   "officeHours": {
    "type": "string",
    "minLength": 1,
    "maxLength": 200,
    "humanText": "line"
   },
   "timeZone": {
    "$ref": "https://rogatory.example/schemas/part/time-zone.json"
   },
   "address": {
    "type": "string",
    "minLength": 1,
    "maxLength": 300,
    "humanText": "line"
   },
   "preferredReply": {
    "enum": [
     "exchange",
     "email",
     "telephone",
     "post"
    ]
   }
  },
  "required": [
   "email",
   "officeHours",
   "timeZone"
  ]
 },
 "part/custodian.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/custodian.json",
  "title": "Custodian",
  "description": "Who holds the data, or a statement that it is not known. UN Convention 42(3)(d).",
  "type": "object",
  "discriminator": {
   "propertyName": "known"
  },
  "required": [
   "known"
  ],
  "oneOf": [
   {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "known": {
      "enum": [
       "yes",
       "believed"
      ]
     },
     "name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 300,
      "humanText": "line"
     },
     "place": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200,
      "humanText": "line"
     },
     "lei": {
      "$ref": "https://rogatory.example/schemas/part/lei.json"
     },
     "country": {
      "$ref": "https://rogatory.example/schemas/part/state-code.json"
     },
     "note": {
      "$ref": "https://rogatory.example/schemas/part/text.json"
     }
    },
    "required": [
     "known",
     "name"
    ]
   },
   {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "known": {
      "const": "no"
     },
     "statement": {
      "$ref": "https://rogatory.example/schemas/part/text.json"
     },
     "locationQuery": {
      "type": "boolean",
      "description": "The requested State is asked where the data are, UN Convention 42(2)."
     }
    },
    "required": [
     "known",
     "statement"
    ]
   }
  ]
 },
 "part/data.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/data.json",
  "title": "Data",
  "description": "Which data are meant.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "categories": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/code/data-category.json"
    },
    "maxItems": 3,
    "minItems": 1,
    "uniqueItems": true
   },
   "identifiers": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/identifier.json"
    },
    "maxItems": 100,
    "minItems": 1
   },
   "period": {
    "$ref": "https://rogatory.example/schemas/part/period.json"
   },
   "wanted": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/code/traffic-data.json"
    },
    "maxItems": 20,
    "minItems": 1,
    "uniqueItems": true
   },
   "description": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "categories",
   "identifiers"
  ]
 },
 "part/date.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/date.json",
  "title": "Date",
  "description": "RFC 3339 full-date.",
  "type": "string",
  "maxLength": 10,
  "format": "date"
 },
 "part/deadline.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/deadline.json",
  "title": "Deadline",
  "description": "A date that the requesting State suggests, with the reason. UN Convention 40(26).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "date": {
    "$ref": "https://rogatory.example/schemas/part/date.json"
   },
   "reason": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "date",
   "reason"
  ]
 },
 "part/digest.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/digest.json",
  "title": "Digest",
  "description": "A SHA-256 in lower-case hexadecimal.",
  "type": "string",
  "maxLength": 64,
  "pattern": "^[0-9a-f]{64}$"
 },
 "part/earlier.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/earlier.json",
  "title": "Earlier request",
  "description": "An earlier request in the same case. T-CY template article 31, boxes 9 and 10.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "reference": {
    "$ref": "https://rogatory.example/schemas/part/reference.json"
   },
   "request": {
    "$ref": "https://rogatory.example/schemas/part/uuid.json",
    "description": "Where it was made through the exchange."
   },
   "measure": {
    "$ref": "https://rogatory.example/schemas/part/measure-id.json"
   },
   "askedBy": {
    "$ref": "https://rogatory.example/schemas/part/authority-id.json"
   },
   "answeredBy": {
    "$ref": "https://rogatory.example/schemas/part/authority-id.json"
   },
   "method": {
    "type": "string",
    "minLength": 1,
    "maxLength": 200,
    "humanText": "line"
   },
   "note": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "reference"
  ]
 },
 "part/email.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/email.json",
  "title": "Email address",
  "description": "An email address.",
  "type": "string",
  "maxLength": 254,
  "format": "email"
 },
 "part/excluded.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/excluded.json",
  "title": "Excluded",
  "description": "Something left out of what is granted, delivered or released, and how many.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "what": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   },
   "count": {
    "type": "integer",
    "minimum": 0,
    "maximum": 9007199254740991
   }
  },
  "required": [
   "what"
  ]
 },
 "part/exhibit-id.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/exhibit-id.json",
  "title": "Exhibit id",
  "description": "Id of an exhibit within the request: E1, E2.",
  "type": "string",
  "maxLength": 5,
  "pattern": "^E[0-9]{1,4}$"
 },
 "part/exhibit.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/exhibit.json",
  "title": "Exhibit",
  "description": "A file handed over: announced here, by hash and size, in the signed message.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "id": {
    "$ref": "https://rogatory.example/schemas/part/exhibit-id.json"
   },
   "name": {
    "type": "string",
    "minLength": 1,
    "maxLength": 200,
    "pattern": "^[^/\\\\]+$",
    "humanText": "line",
    "description": "File name without a folder."
   },
   "mediaType": {
    "type": "string",
    "maxLength": 165,
    "pattern": "^[a-z0-9][a-z0-9.+-]{0,63}/[a-z0-9][a-z0-9.+-]{0,99}$"
   },
   "bytes": {
    "type": "integer",
    "minimum": 0,
    "maximum": 17592186044416,
    "description": "Size in bytes, at most 16 TiB."
   },
   "sha256": {
    "$ref": "https://rogatory.example/schemas/part/digest.json"
   },
   "title": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   },
   "language": {
    "$ref": "https://rogatory.example/schemas/part/language.json"
   }
  },
  "required": [
   "id",
   "name",
   "mediaType",
   "bytes",
   "sha256"
  ]
 },
 "part/ground.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/ground.json",
  "title": "Ground",
  "description": "A ground for refusing, in whole or part, with its aspect where the law names several.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "code": {
    "type": "string",
    "maxLength": 60,
    "pattern": "^[A-Z][A-Z0-9_]{1,59}$",
    "description": "A code of code/refusal-ground.json. The profile of the regime chosen says which are allowed, so that a wrong one is refused by that rule."
   },
   "aspect": {
    "$ref": "https://rogatory.example/schemas/code/ground-aspect.json"
   }
  },
  "required": [
   "code"
  ]
 },
 "part/identifier.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/identifier.json",
  "title": "Identifier",
  "description": "What points at data or at a user. Kinds after Regulation (EU) 2023/1543, Annex I, section E.",
  "type": "object",
  "discriminator": {
   "propertyName": "kind"
  },
  "required": [
   "kind"
  ],
  "oneOf": [
   {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "kind": {
      "const": "IPV_4"
     },
     "value": {
      "type": "string",
      "maxLength": 15,
      "format": "ipv4"
     },
     "service": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200,
      "humanText": "line"
     },
     "time": {
      "$ref": "https://rogatory.example/schemas/part/moment.json",
      "description": "The moment at which the identifier was seen."
     },
     "toleranceSeconds": {
      "type": "integer",
      "minimum": 0,
      "maximum": 86400
     },
     "note": {
      "$ref": "https://rogatory.example/schemas/part/text.json"
     },
     "port": {
      "type": "integer",
      "minimum": 1,
      "maximum": 65535
     },
     "portRange": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
       "from": {
        "type": "integer",
        "minimum": 1,
        "maximum": 65535
       },
       "to": {
        "type": "integer",
        "minimum": 1,
        "maximum": 65535
       }
      },
      "required": [
       "from",
       "to"
      ]
     },
     "asn": {
      "type": "integer",
      "minimum": 1,
      "maximum": 4294967295
     }
    },
    "required": [
     "kind",
     "value"
    ]
   },
   {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "kind": {
      "const": "IPV_6"
     },
     "value": {
      "type": "string",
      "maxLength": 45,
      "format": "ipv6"
     },
     "service": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200,
      "humanText": "line"
     },
     "time": {
      "$ref": "https://rogatory.example/schemas/part/moment.json",
      "description": "The moment at which the identifier was seen."
     },
     "toleranceSeconds": {
      "type": "integer",
      "minimum": 0,
      "maximum": 86400
     },
     "note": {
      "$ref": "https://rogatory.example/schemas/part/text.json"
     },
     "port": {
      "type": "integer",
      "minimum": 1,
      "maximum": 65535
     },
     "portRange": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
       "from": {
        "type": "integer",
        "minimum": 1,
        "maximum": 65535
       },
       "to": {
        "type": "integer",
        "minimum": 1,
        "maximum": 65535
       }
      },
      "required": [
       "from",
       "to"
      ]
     },
     "asn": {
      "type": "integer",
      "minimum": 1,
      "maximum": 4294967295
     }
    },
    "required": [
     "kind",
     "value"
    ]
   },
   {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "kind": {
      "const": "EMAIL"
     },
     "value": {
      "$ref": "https://rogatory.example/schemas/part/email.json"
     },
     "service": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200,
      "humanText": "line"
     },
     "time": {
      "$ref": "https://rogatory.example/schemas/part/moment.json",
      "description": "The moment at which the identifier was seen."
     },
     "toleranceSeconds": {
      "type": "integer",
      "minimum": 0,
      "maximum": 86400
     },
     "note": {
      "$ref": "https://rogatory.example/schemas/part/text.json"
     }
    },
    "required": [
     "kind",
     "value"
    ]
   },
   {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "kind": {
      "const": "PHONE_NUMBER"
     },
     "value": {
      "$ref": "https://rogatory.example/schemas/part/phone.json"
     },
     "service": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200,
      "humanText": "line"
     },
     "time": {
      "$ref": "https://rogatory.example/schemas/part/moment.json",
      "description": "The moment at which the identifier was seen."
     },
     "toleranceSeconds": {
      "type": "integer",
      "minimum": 0,
      "maximum": 86400
     },
     "note": {
      "$ref": "https://rogatory.example/schemas/part/text.json"
     }
    },
    "required": [
     "kind",
     "value"
    ]
   },
   {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "kind": {
      "const": "IMEI_NUMBER"
     },
     "value": {
      "type": "string",
      "maxLength": 15,
      "pattern": "^[0-9]{15}$"
     },
     "service": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200,
      "humanText": "line"
     },
     "time": {
      "$ref": "https://rogatory.example/schemas/part/moment.json",
      "description": "The moment at which the identifier was seen."
     },
     "toleranceSeconds": {
      "type": "integer",
      "minimum": 0,
      "maximum": 86400
     },
     "note": {
      "$ref": "https://rogatory.example/schemas/part/text.json"
     }
    },
    "required": [
     "kind",
     "value"
    ]
   },
   {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "kind": {
      "const": "MAC_ADDRESS"
     },
     "value": {
      "type": "string",
      "maxLength": 17,
      "pattern": "^[0-9a-f]{2}(:[0-9a-f]{2}){5}$"
     },
     "service": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200,
      "humanText": "line"
     },
     "time": {
      "$ref": "https://rogatory.example/schemas/part/moment.json",
      "description": "The moment at which the identifier was seen."
     },
     "toleranceSeconds": {
      "type": "integer",
      "minimum": 0,
      "maximum": 86400
     },
     "note": {
      "$ref": "https://rogatory.example/schemas/part/text.json"
     }
    },
    "required": [
     "kind",
     "value"
    ]
   },
   {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "kind": {
      "const": "DOMAIN_NAME"
     },
     "value": {
      "type": "string",
      "maxLength": 253,
      "format": "hostname"
     },
     "service": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200,
      "humanText": "line"
     },
     "time": {
      "$ref": "https://rogatory.example/schemas/part/moment.json",
      "description": "The moment at which the identifier was seen."
     },
     "toleranceSeconds": {
      "type": "integer",
      "minimum": 0,
      "maximum": 86400
     },
     "note": {
      "$ref": "https://rogatory.example/schemas/part/text.json"
     }
    },
    "required": [
     "kind",
     "value"
    ]
   },
   {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "kind": {
      "const": "URL"
     },
     "value": {
      "type": "string",
      "maxLength": 2000,
      "format": "uri"
     },
     "service": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200,
      "humanText": "line"
     },
     "time": {
      "$ref": "https://rogatory.example/schemas/part/moment.json",
      "description": "The moment at which the identifier was seen."
     },
     "toleranceSeconds": {
      "type": "integer",
      "minimum": 0,
      "maximum": 86400
     },
     "note": {
      "$ref": "https://rogatory.example/schemas/part/text.json"
     }
    },
    "required": [
     "kind",
     "value"
    ]
   },
   {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "kind": {
      "enum": [
       "USER_ID",
       "ACCOUNT",
       "STORAGE",
       "OTHER"
      ]
     },
     "value": {
      "type": "string",
      "minLength": 1,
      "maxLength": 300,
      "humanText": "line"
     },
     "service": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200,
      "humanText": "line"
     },
     "time": {
      "$ref": "https://rogatory.example/schemas/part/moment.json",
      "description": "The moment at which the identifier was seen."
     },
     "toleranceSeconds": {
      "type": "integer",
      "minimum": 0,
      "maximum": 86400
     },
     "note": {
      "$ref": "https://rogatory.example/schemas/part/text.json"
     }
    },
    "required": [
     "kind",
     "value"
    ]
   }
  ]
 },
 "part/language.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/language.json",
  "title": "Language",
  "description": "BCP 47 language tag: language, script, region.",
  "type": "string",
  "maxLength": 15,
  "pattern": "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"
 },
 "part/legal-basis.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/legal-basis.json",
  "title": "Legal basis",
  "description": "An instrument and article on which the request rests (R-01). Exactly one of a request is the regime chosen (R-07): its profile rules.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "id": {
    "type": "string",
    "maxLength": 7,
    "pattern": "^[a-z]{1,4}[0-9]{1,3}$",
    "description": "Id of this basis within the request; a measure names the one that governs it."
   },
   "instrument": {
    "$ref": "https://rogatory.example/schemas/code/instrument.json"
   },
   "article": {
    "type": "string",
    "minLength": 1,
    "maxLength": 60,
    "humanText": "line",
    "description": "Article and paragraph as cited: 40(3)(d)."
   },
   "title": {
    "type": "string",
    "minLength": 1,
    "maxLength": 300,
    "humanText": "line",
    "description": "Name of the instrument where its code does not say which."
   },
   "regime": {
    "const": true,
    "description": "Present on the one basis whose procedural rules were chosen."
   }
  },
  "required": [
   "id",
   "instrument",
   "article"
  ]
 },
 "part/lei.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/lei.json",
  "title": "LEI",
  "description": "Legal entity identifier, ISO 17442.",
  "type": "string",
  "maxLength": 20,
  "pattern": "^[A-Z0-9]{18}[0-9]{2}$"
 },
 "part/line.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/line.json",
  "title": "Line",
  "description": "One line of human text, such as a name: in Unicode NFC, without control and bidirectional control characters.",
  "type": "string",
  "minLength": 1,
  "maxLength": 300,
  "humanText": "line"
 },
 "part/measure-id.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/measure-id.json",
  "title": "Measure id",
  "description": "Id of a measure within its request: a1, m2. A part of a measure that was split has its parent's id, a dot and a number: m1.2.",
  "type": "string",
  "maxLength": 11,
  "pattern": "^[a-z]{1,4}[0-9]{1,3}(\\.[0-9]{1,3})?$"
 },
 "part/message-id.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/message-id.json",
  "title": "Message id",
  "description": "A UUID version 7 in lower case (RFC 9562, 5.7): made once, by the author of the message.",
  "type": "string",
  "maxLength": 36,
  "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
  "format": "uuid"
 },
 "part/moment.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/moment.json",
  "title": "Moment",
  "description": "RFC 3339 date and time with seconds or milliseconds and an offset. A moment without offset is two different moments, so it is refused. No leap seconds.",
  "type": "string",
  "maxLength": 29,
  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9](\\.[0-9]{3})?(Z|[+-][0-9]{2}:[0-9]{2})$",
  "format": "date-time"
 },
 "part/offence.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/offence.json",
  "title": "Offence",
  "description": "An offence of the case. UN Convention 35; R-05.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "code": {
    "$ref": "https://rogatory.example/schemas/code/offence.json"
   },
   "instrument": {
    "$ref": "https://rogatory.example/schemas/code/instrument.json",
    "description": "The other convention, where the code is OTHER-CONV."
   },
   "article": {
    "type": "string",
    "minLength": 1,
    "maxLength": 60,
    "humanText": "line"
   },
   "domestic": {
    "type": "string",
    "minLength": 1,
    "maxLength": 300,
    "humanText": "line",
    "description": "Provision of the requesting State's law."
   },
   "statute": {
    "$ref": "https://rogatory.example/schemas/part/text.json",
    "description": "Words of the law."
   },
   "maximumPenalty": {
    "$ref": "https://rogatory.example/schemas/part/penalty.json"
   },
   "conduct": {
    "$ref": "https://rogatory.example/schemas/part/text.json",
    "description": "The conduct in plain words, for dual criminality."
   },
   "place": {
    "type": "string",
    "minLength": 1,
    "maxLength": 300,
    "humanText": "line"
   },
   "time": {
    "type": "string",
    "minLength": 1,
    "maxLength": 200,
    "humanText": "line"
   },
   "participation": {
    "enum": [
     "perpetrator",
     "participation",
     "attempt",
     "organising"
    ]
   }
  },
  "required": [
   "code",
   "domestic",
   "maximumPenalty"
  ],
  "allOf": [
   {
    "if": {
     "properties": {
      "code": {
       "const": "OTHER-CONV"
      }
     }
    },
    "then": {
     "required": [
      "instrument",
      "article"
     ]
    }
   },
   {
    "if": {
     "properties": {
      "code": {
       "const": "UNCC-SERIOUS"
      }
     }
    },
    "then": {
     "required": [
      "conduct"
     ]
    }
   }
  ]
 },
 "part/organisation.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/organisation.json",
  "title": "Organisation",
  "description": "A legal person or body concerned.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "role": {
    "$ref": "https://rogatory.example/schemas/code/person-role.json"
   },
   "name": {
    "type": "string",
    "minLength": 1,
    "maxLength": 300,
    "humanText": "line"
   },
   "form": {
    "type": "string",
    "minLength": 1,
    "maxLength": 100,
    "humanText": "line"
   },
   "tradingNames": {
    "type": "array",
    "items": {
     "type": "string",
     "minLength": 1,
     "maxLength": 300,
     "humanText": "line"
    },
    "maxItems": 10,
    "minItems": 1
   },
   "country": {
    "$ref": "https://rogatory.example/schemas/part/state-code.json"
   },
   "seat": {
    "type": "string",
    "minLength": 1,
    "maxLength": 300,
    "humanText": "line"
   },
   "register": {
    "type": "string",
    "minLength": 1,
    "maxLength": 200,
    "humanText": "line"
   },
   "number": {
    "type": "string",
    "minLength": 1,
    "maxLength": 60,
    "humanText": "line"
   },
   "lei": {
    "$ref": "https://rogatory.example/schemas/part/lei.json"
   },
   "representative": {
    "type": "string",
    "minLength": 1,
    "maxLength": 300,
    "humanText": "line"
   },
   "note": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "role",
   "name"
  ]
 },
 "part/penalty.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/penalty.json",
  "title": "Maximum penalty",
  "description": "The heaviest penalty the law allows: decides whether an offence is a serious crime (4 years, UN Convention 2).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "years": {
    "type": "integer",
    "minimum": 0,
    "maximum": 200
   },
   "months": {
    "type": "integer",
    "minimum": 0,
    "maximum": 2400
   },
   "life": {
    "const": true
   },
   "death": {
    "const": true
   },
   "text": {
    "type": "string",
    "minLength": 1,
    "maxLength": 300,
    "humanText": "line"
   }
  },
  "minProperties": 1
 },
 "part/period.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/period.json",
  "title": "Period",
  "description": "The time for which data or help are asked for. UN Convention 40(15)(f).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "from": {
    "$ref": "https://rogatory.example/schemas/part/moment.json"
   },
   "to": {
    "$ref": "https://rogatory.example/schemas/part/moment.json"
   }
  },
  "required": [
   "from",
   "to"
  ]
 },
 "part/person-name.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/person-name.json",
  "title": "Name of a person",
  "description": "A name in one script, as in the document it was read from.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "family": {
    "type": "string",
    "minLength": 1,
    "maxLength": 150,
    "humanText": "line"
   },
   "given": {
    "type": "string",
    "minLength": 1,
    "maxLength": 150,
    "humanText": "line"
   },
   "patronymic": {
    "type": "string",
    "minLength": 1,
    "maxLength": 150,
    "humanText": "line"
   },
   "full": {
    "type": "string",
    "minLength": 1,
    "maxLength": 300,
    "humanText": "line"
   },
   "script": {
    "type": "string",
    "maxLength": 4,
    "pattern": "^[A-Z][a-z]{3}$",
    "description": "ISO 15924."
   },
   "alias": {
    "type": "boolean"
   }
  },
  "minProperties": 1
 },
 "part/person.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/person.json",
  "title": "Person",
  "description": "A natural person concerned, as far as known. UN Convention 40(15)(e).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "role": {
    "$ref": "https://rogatory.example/schemas/code/person-role.json"
   },
   "names": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/person-name.json"
    },
    "maxItems": 20,
    "minItems": 1
   },
   "sex": {
    "enum": [
     "M",
     "F",
     "X"
    ]
   },
   "birthDate": {
    "type": "string",
    "maxLength": 10,
    "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
    "description": "Year, year and month, or day: as precise as known."
   },
   "birthPlace": {
    "type": "string",
    "minLength": 1,
    "maxLength": 200,
    "humanText": "line"
   },
   "birthCountry": {
    "$ref": "https://rogatory.example/schemas/part/state-code.json"
   },
   "nationalities": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/state-code.json"
    },
    "maxItems": 10,
    "minItems": 1
   },
   "residence": {
    "type": "string",
    "minLength": 1,
    "maxLength": 300,
    "humanText": "line"
   },
   "location": {
    "type": "string",
    "minLength": 1,
    "maxLength": 300,
    "humanText": "line"
   },
   "languages": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/language.json"
    },
    "maxItems": 10,
    "minItems": 1
   },
   "documents": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "type": {
       "type": "string",
       "minLength": 1,
       "maxLength": 60,
       "humanText": "line"
      },
      "number": {
       "type": "string",
       "minLength": 1,
       "maxLength": 60,
       "humanText": "line"
      },
      "issuer": {
       "$ref": "https://rogatory.example/schemas/part/state-code.json"
      },
      "expires": {
       "$ref": "https://rogatory.example/schemas/part/date.json"
      }
     },
     "required": [
      "type",
      "number"
     ]
    },
    "maxItems": 10,
    "minItems": 1
   },
   "nationalIds": {
    "type": "array",
    "items": {
     "type": "string",
     "minLength": 1,
     "maxLength": 60,
     "humanText": "line"
    },
    "maxItems": 10,
    "minItems": 1
   },
   "minor": {
    "type": "boolean"
   },
   "vulnerable": {
    "type": "boolean"
   },
   "inCustody": {
    "type": "boolean"
   },
   "note": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   }
  },
  "required": [
   "role",
   "names"
  ]
 },
 "part/phone.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/phone.json",
  "title": "Telephone number",
  "description": "ITU-T E.164: plus sign and digits.",
  "type": "string",
  "maxLength": 16,
  "pattern": "^\\+[1-9][0-9]{1,14}$"
 },
 "part/place.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/place.json",
  "title": "Place in a record",
  "description": "A place in a record: how many messages it holds there, and the head over them.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "sequence": {
    "type": "integer",
    "minimum": 0,
    "maximum": 9007199254740991
   },
   "head": {
    "$ref": "https://rogatory.example/schemas/part/digest.json"
   }
  },
  "required": [
   "sequence",
   "head"
  ]
 },
 "part/preserved.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/preserved.json",
  "title": "Preserved data",
  "description": "The hold that keeps the data asked for. UN Convention 42(8), 44(1).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "request": {
    "$ref": "https://rogatory.example/schemas/part/uuid.json"
   },
   "measure": {
    "$ref": "https://rogatory.example/schemas/part/measure-id.json"
   },
   "reference": {
    "$ref": "https://rogatory.example/schemas/part/reference.json"
   },
   "answeredBy": {
    "$ref": "https://rogatory.example/schemas/part/authority-id.json"
   }
  },
  "required": [
   "reference"
  ]
 },
 "part/proceeding.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/proceeding.json",
  "title": "Proceeding",
  "description": "Subject and nature of the investigation, prosecution or trial. UN Convention 40(15)(b).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "subject": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   },
   "nature": {
    "enum": [
     "investigation",
     "prosecution",
     "trial",
     "execution",
     "asset"
    ]
   },
   "stage": {
    "type": "string",
    "minLength": 1,
    "maxLength": 200,
    "humanText": "line"
   },
   "nationalReference": {
    "$ref": "https://rogatory.example/schemas/part/reference.json"
   }
  },
  "required": [
   "subject",
   "nature"
  ]
 },
 "part/reference.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/reference.json",
  "title": "Reference",
  "description": "A file number as people write it.",
  "type": "string",
  "minLength": 1,
  "maxLength": 100,
  "humanText": "line"
 },
 "part/salt.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/salt.json",
  "title": "Salt",
  "description": "32 random bytes in base64url without padding: makes every digest of the message hiding.",
  "type": "string",
  "maxLength": 43,
  "pattern": "^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$"
 },
 "part/state-code.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/state-code.json",
  "title": "State code",
  "description": "ISO 3166-1 alpha-2, or the ICAO 9303 code of an organisation, in upper case.",
  "type": "string",
  "maxLength": 3,
  "pattern": "^[A-Z]{2,3}$"
 },
 "part/text.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/text.json",
  "title": "Text",
  "description": "What a person wrote. The text in `language` is the authoritative one (R-14); translations stand beside it.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "language": {
    "$ref": "https://rogatory.example/schemas/part/language.json"
   },
   "text": {
    "type": "string",
    "minLength": 1,
    "maxLength": 20000,
    "humanText": "lines"
   },
   "translations": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "language": {
       "$ref": "https://rogatory.example/schemas/part/language.json"
      },
      "text": {
       "type": "string",
       "minLength": 1,
       "maxLength": 20000,
       "humanText": "lines"
      }
     },
     "required": [
      "language",
      "text"
     ]
    },
    "maxItems": 12,
    "minItems": 1
   }
  },
  "required": [
   "language",
   "text"
  ]
 },
 "part/time-zone.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/time-zone.json",
  "title": "Time zone",
  "description": "Name of a zone in the IANA time zone database.",
  "type": "string",
  "maxLength": 64,
  "pattern": "^[A-Za-z][A-Za-z0-9_+-]{0,30}(/[A-Za-z0-9_+-]{1,30}){0,2}$"
 },
 "part/urgency.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/urgency.json",
  "title": "Urgency",
  "description": "Whether and why it is urgent: everything but ROUTINE needs a reason and a date. UN Convention 40(26), 44(3).",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "code": {
    "$ref": "https://rogatory.example/schemas/code/urgency.json"
   },
   "reason": {
    "$ref": "https://rogatory.example/schemas/part/text.json"
   },
   "date": {
    "$ref": "https://rogatory.example/schemas/part/date.json"
   }
  },
  "required": [
   "code"
  ],
  "if": {
   "properties": {
    "code": {
     "not": {
      "const": "ROUTINE"
     }
    }
   }
  },
  "then": {
   "required": [
    "reason",
    "date"
   ]
  }
 },
 "part/uuid.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/part/uuid.json",
  "title": "UUID",
  "description": "A UUID in lower case (RFC 9562), for instance of a request.",
  "type": "string",
  "maxLength": 36,
  "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
  "format": "uuid"
 },
 "profile.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/profile.json",
  "title": "Profile",
  "description": "What one legal basis allows, asks for and times.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "$schema": {
    "type": "string",
    "minLength": 1,
    "maxLength": 200
   },
   "id": {
    "type": "string",
    "maxLength": 40,
    "pattern": "^[A-Z][A-Z0-9_]{1,39}$",
    "description": "The instrument, a code of code/instrument.json; NONE before one is named."
   },
   "title": {
    "type": "string",
    "minLength": 1,
    "maxLength": 120
   },
   "articles": {
    "type": "string",
    "minLength": 1,
    "maxLength": 120
   },
   "zone": {
    "type": "string",
    "minLength": 1,
    "maxLength": 60,
    "description": "Calendar days run in this IANA time zone."
   },
   "kinds": {
    "type": "array",
    "items": {
     "type": "string",
     "maxLength": 60,
     "pattern": "^[a-z][a-z-]{1,59}$"
    },
    "minItems": 1,
    "maxItems": 60,
    "uniqueItems": true
   },
   "grounds": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "kinds": {
       "type": "array",
       "items": {
        "type": "string",
        "maxLength": 60,
        "pattern": "^[a-z][a-z-]{1,59}$"
       },
       "minItems": 1,
       "maxItems": 60,
       "uniqueItems": true
      },
      "allowed": {
       "type": "array",
       "items": {
        "type": "string",
        "maxLength": 60,
        "pattern": "^[A-Z][A-Z0-9_]{1,59}$"
       },
       "minItems": 1,
       "maxItems": 60,
       "uniqueItems": true,
       "description": "Grounds that a decision may give for refusing, in whole or part (R-19)."
      },
      "notAlone": {
       "type": "array",
       "items": {
        "type": "string",
        "maxLength": 60,
        "pattern": "^[A-Z][A-Z0-9_]{1,59}$"
       },
       "minItems": 1,
       "maxItems": 60,
       "uniqueItems": true,
       "description": "Never the only ground."
      },
      "consultFirst": {
       "type": "array",
       "items": {
        "type": "string",
        "maxLength": 60,
        "pattern": "^[A-Z][A-Z0-9_]{1,59}$"
       },
       "minItems": 0,
       "maxItems": 60,
       "uniqueItems": true,
       "description": "Grounds that need a consultation before (R-18)."
      },
      "source": {
       "type": "string",
       "minLength": 1,
       "maxLength": 200
      }
     },
     "required": [
      "kinds",
      "allowed",
      "consultFirst",
      "source"
     ]
    },
    "minItems": 0,
    "maxItems": 60,
    "uniqueItems": true
   },
   "postponement": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "reasons": {
      "type": "array",
      "items": {
       "type": "string",
       "maxLength": 60,
       "pattern": "^[A-Z][A-Z0-9_]{1,59}$"
      },
      "minItems": 0,
      "maxItems": 60,
      "uniqueItems": true
     },
     "consultFirst": {
      "type": "boolean"
     },
     "source": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200
     }
    },
    "required": [
     "reasons",
     "consultFirst",
     "source"
    ]
   },
   "reasons": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "for": {
       "type": "array",
       "items": {
        "type": "string",
        "minLength": 1,
        "maxLength": 60
       },
       "minItems": 1,
       "maxItems": 60,
       "uniqueItems": true
      },
      "source": {
       "type": "string",
       "minLength": 1,
       "maxLength": 200
      }
     },
     "required": [
      "for",
      "source"
     ]
    },
    "minItems": 0,
    "maxItems": 60,
    "uniqueItems": true,
    "description": "Acts that need reasons, and by which rule; the schemas of the messages ask for them."
   },
   "clocks": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "name": {
       "type": "string",
       "maxLength": 40,
       "pattern": "^[A-Z][A-Z0-9_]{1,39}$"
      },
      "kind": {
       "enum": [
        "legal",
        "soft"
       ]
      },
      "days": {
       "type": "integer",
       "minimum": 1,
       "maximum": 3650
      },
      "hours": {
       "type": "integer",
       "minimum": 1,
       "maximum": 8760
      },
      "floor": {
       "const": true,
       "description": "The length is a minimum: an end before it is refused."
      },
      "warnings": {
       "type": "array",
       "items": {
        "type": "integer",
        "minimum": 1,
        "maximum": 365
       },
       "minItems": 1,
       "maxItems": 60,
       "uniqueItems": true,
       "description": "Days before the end at which both sides are reminded."
      },
      "source": {
       "type": "string",
       "minLength": 1,
       "maxLength": 200
      }
     },
     "required": [
      "name",
      "kind",
      "source"
     ]
    },
    "minItems": 1,
    "maxItems": 60,
    "uniqueItems": true
   },
   "notes": {
    "type": "array",
    "items": {
     "type": "string",
     "minLength": 1,
     "maxLength": 600
    },
    "minItems": 1,
    "maxItems": 60,
    "uniqueItems": true
   }
  },
  "required": [
   "$schema",
   "id",
   "title",
   "articles",
   "zone",
   "kinds",
   "grounds",
   "postponement",
   "reasons",
   "clocks",
   "notes"
  ]
 },
 "profile/BUD.json": {
  "$schema": "../profile.json",
  "id": "BUD",
  "title": "Convention on Cybercrime (Budapest)",
  "articles": "23, 25, 27 to 31",
  "zone": "UTC",
  "kinds": [
   "preservation",
   "stored-data",
   "subscriber-information"
  ],
  "grounds": [
   {
    "kinds": [
     "preservation"
    ],
    "allowed": [
     "POLITICAL_OFFENCE",
     "ESSENTIAL_INTERESTS",
     "DUAL_CRIMINALITY"
    ],
    "consultFirst": [],
    "source": "BUD 29(4)-(5); dual criminality by reservation"
   },
   {
    "kinds": [
     "stored-data",
     "subscriber-information"
    ],
    "allowed": [
     "POLITICAL_OFFENCE",
     "ESSENTIAL_INTERESTS",
     "NONCONFORMING",
     "DOMESTIC_BAN",
     "LEGAL_SYSTEM",
     "DISCRIMINATION",
     "DUAL_CRIMINALITY",
     "DE_MINIMIS",
     "OTHER_PROVISION",
     "DATA_PROTECTION",
     "NE_BIS_IN_IDEM",
     "IMMUNITY_PRIVILEGE",
     "FUNDAMENTAL_RIGHTS",
     "PROPORTIONALITY",
     "FISCAL"
    ],
    "notAlone": [
     "FISCAL"
    ],
    "consultFirst": [
     "NONCONFORMING",
     "ESSENTIAL_INTERESTS",
     "DOMESTIC_BAN",
     "LEGAL_SYSTEM"
    ],
    "source": "BUD 25(4)-(5), 27(4), 27(6), 28; R-18"
   }
  ],
  "postponement": {
   "reasons": [
    "INTERFERES_INVESTIGATION",
    "INTERFERES_PROSECUTION",
    "INTERFERES_PROCEEDING",
    "ITEM_NEEDED"
   ],
   "consultFirst": true,
   "source": "BUD 27(5)-(7); R-18"
  },
  "reasons": [
   {
    "for": [
     "refused",
     "partly"
    ],
    "source": "BUD 27(7)"
   },
   {
    "for": [
     "postponed"
    ],
    "source": "BUD 27(7)"
   },
   {
    "for": [
     "conditions-offer"
    ],
    "source": "CETS198 40, taken over"
   }
  ],
  "clocks": [
   {
    "name": "PRES_MIN",
    "kind": "legal",
    "days": 60,
    "floor": true,
    "warnings": [
     30,
     14,
     7,
     2
    ],
    "source": "BUD 29(7)"
   },
   {
    "name": "ACK_TARGET",
    "kind": "soft",
    "source": "service target, no treaty number",
    "days": 7
   },
   {
    "name": "REPLY_BY",
    "kind": "soft",
    "source": "set by the requested authority"
   },
   {
    "name": "REVIEW",
    "kind": "soft",
    "source": "set by the requested authority"
   },
   {
    "name": "STATUS_REPLY",
    "kind": "soft",
    "source": "set by the requested authority"
   }
  ],
  "notes": [
   "R-04 does not bind here: Budapest 23 reaches evidence in electronic form of any criminal offence, and all kinds listed here are such evidence."
  ]
 },
 "profile/NONE.json": {
  "$schema": "../profile.json",
  "id": "NONE",
  "title": "No basis named yet",
  "articles": "none",
  "zone": "UTC",
  "kinds": [
   "preservation",
   "stored-data",
   "subscriber-information"
  ],
  "grounds": [],
  "postponement": {
   "reasons": [],
   "consultFirst": true,
   "source": "nothing can be decided before the written request names a basis"
  },
  "reasons": [],
  "clocks": [
   {
    "name": "ORAL_CONFIRM",
    "kind": "soft",
    "source": "UNCC 40(14): confirmed in writing forthwith",
    "hours": 72
   }
  ],
  "notes": [
   "Governs a measure asked for orally until the written request names its basis. Not for use in a request."
  ]
 },
 "profile/RECIPROCITY.json": {
  "$schema": "../profile.json",
  "id": "RECIPROCITY",
  "title": "Reciprocity and comity",
  "articles": "none",
  "zone": "UTC",
  "kinds": [
   "preservation",
   "stored-data",
   "subscriber-information"
  ],
  "grounds": [
   {
    "kinds": [
     "preservation"
    ],
    "allowed": [
     "POLITICAL_OFFENCE",
     "ESSENTIAL_INTERESTS",
     "DOMESTIC_BAN",
     "DISCRIMINATION",
     "DUAL_CRIMINALITY"
    ],
    "consultFirst": [],
    "source": "no treaty; the lists of UNCC 42 and BUD 29 together"
   },
   {
    "kinds": [
     "stored-data",
     "subscriber-information"
    ],
    "allowed": [
     "NONCONFORMING",
     "ESSENTIAL_INTERESTS",
     "DOMESTIC_BAN",
     "LEGAL_SYSTEM",
     "DISCRIMINATION",
     "DUAL_CRIMINALITY",
     "DE_MINIMIS",
     "OTHER_PROVISION",
     "DATA_PROTECTION",
     "INSUFFICIENT_EVIDENCE",
     "POLITICAL_OFFENCE",
     "MILITARY_OFFENCE",
     "NE_BIS_IN_IDEM",
     "IMMUNITY_PRIVILEGE",
     "PRESS_FREEDOM",
     "FUNDAMENTAL_RIGHTS",
     "PROPORTIONALITY",
     "THIRD_PARTY_RIGHTS",
     "FISCAL"
    ],
    "notAlone": [
     "FISCAL"
    ],
    "consultFirst": [],
    "source": "no treaty; nothing asks for a consultation, and nothing forbids one"
   }
  ],
  "postponement": {
   "reasons": [
    "INTERFERES_INVESTIGATION",
    "INTERFERES_PROSECUTION",
    "INTERFERES_PROCEEDING",
    "ITEM_NEEDED"
   ],
   "consultFirst": false,
   "source": "no treaty"
  },
  "reasons": [
   {
    "for": [
     "refused",
     "partly",
     "postponed",
     "conditions-offer"
    ],
    "source": "R-19"
   }
  ],
  "clocks": [
   {
    "name": "PRES_MIN",
    "kind": "soft",
    "warnings": [
     30,
     14,
     7,
     2
    ],
    "source": "no treaty: the date that the requested State gives"
   },
   {
    "name": "ACK_TARGET",
    "kind": "soft",
    "source": "service target, no treaty number",
    "days": 7
   },
   {
    "name": "REPLY_BY",
    "kind": "soft",
    "source": "set by the requested authority"
   },
   {
    "name": "REVIEW",
    "kind": "soft",
    "source": "set by the requested authority"
   },
   {
    "name": "STATUS_REPLY",
    "kind": "soft",
    "source": "set by the requested authority"
   }
  ],
  "notes": [
   "Without a treaty there is no minimum for a hold; the date given counts.",
   "R-04 does not apply: the UN Convention is not the basis."
  ]
 },
 "profile/UNCC.json": {
  "$schema": "../profile.json",
  "id": "UNCC",
  "title": "United Nations Convention against Cybercrime",
  "articles": "35, 36, 40 to 44",
  "zone": "UTC",
  "kinds": [
   "preservation",
   "stored-data",
   "subscriber-information"
  ],
  "grounds": [
   {
    "kinds": [
     "preservation"
    ],
    "allowed": [
     "ESSENTIAL_INTERESTS",
     "DOMESTIC_BAN",
     "DISCRIMINATION",
     "DUAL_CRIMINALITY"
    ],
    "consultFirst": [],
    "source": "UNCC 42(5)-(6): only 40(21)(b), (c) and 40(22); dual criminality by reservation"
   },
   {
    "kinds": [
     "stored-data",
     "subscriber-information"
    ],
    "allowed": [
     "NONCONFORMING",
     "ESSENTIAL_INTERESTS",
     "DOMESTIC_BAN",
     "LEGAL_SYSTEM",
     "DISCRIMINATION",
     "DUAL_CRIMINALITY",
     "DE_MINIMIS",
     "OTHER_PROVISION",
     "DATA_PROTECTION",
     "FISCAL"
    ],
    "notAlone": [
     "FISCAL"
    ],
    "consultFirst": [
     "NONCONFORMING",
     "ESSENTIAL_INTERESTS",
     "DOMESTIC_BAN",
     "LEGAL_SYSTEM"
    ],
    "source": "UNCC 36, 40(8), 40(21)-(24), 40(28); R-18"
   }
  ],
  "postponement": {
   "reasons": [
    "INTERFERES_INVESTIGATION",
    "INTERFERES_PROSECUTION",
    "INTERFERES_PROCEEDING",
    "ITEM_NEEDED"
   ],
   "consultFirst": true,
   "source": "UNCC 40(27)-(28)"
  },
  "reasons": [
   {
    "for": [
     "refused",
     "partly"
    ],
    "source": "UNCC 40(25)"
   },
   {
    "for": [
     "postponed"
    ],
    "source": "BUD 27(7), MA2P 7(3), taken over"
   },
   {
    "for": [
     "conditions-offer"
    ],
    "source": "CETS198 40, taken over"
   }
  ],
  "clocks": [
   {
    "name": "PRES_MIN",
    "kind": "legal",
    "days": 60,
    "floor": true,
    "warnings": [
     30,
     14,
     7,
     2
    ],
    "source": "UNCC 42(8)"
   },
   {
    "name": "ACK_TARGET",
    "kind": "soft",
    "source": "service target, no treaty number",
    "days": 7
   },
   {
    "name": "REPLY_BY",
    "kind": "soft",
    "source": "set by the requested authority"
   },
   {
    "name": "REVIEW",
    "kind": "soft",
    "source": "set by the requested authority"
   },
   {
    "name": "STATUS_REPLY",
    "kind": "soft",
    "source": "set by the requested authority"
   }
  ],
  "notes": [
   "R-04: where this Convention is the only basis and the offence is none of articles 7 to 17, only measures of electronic evidence may be asked for. All kinds listed here are such measures, so the rule holds without a check; it becomes one with the first kind that is not."
  ]
 },
 "receipt.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/receipt.json",
  "title": "Receipt",
  "description": "A node's signed statement of what it did with a message. Event names after ETSI EN 319 522.",
  "type": "object",
  "required": [
   "event"
  ],
  "discriminator": {
   "propertyName": "event"
  },
  "oneOf": [
   {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "v": {
      "const": 1
     },
     "id": {
      "$ref": "https://rogatory.example/schemas/part/uuid.json"
     },
     "event": {
      "const": "relayAcceptance"
     },
     "node": {
      "$ref": "https://rogatory.example/schemas/part/state-code.json",
      "description": "State whose node made the receipt."
     },
     "to": {
      "$ref": "https://rogatory.example/schemas/part/state-code.json"
     },
     "message": {
      "$ref": "https://rogatory.example/schemas/part/digest.json"
     },
     "messageId": {
      "$ref": "https://rogatory.example/schemas/part/message-id.json"
     },
     "request": {
      "$ref": "https://rogatory.example/schemas/part/uuid.json"
     },
     "time": {
      "$ref": "https://rogatory.example/schemas/part/moment.json",
      "description": "When the message arrived."
     },
     "sequence": {
      "type": "integer",
      "minimum": 1,
      "maximum": 9007199254740991
     },
     "head": {
      "$ref": "https://rogatory.example/schemas/part/digest.json"
     },
     "state": {
      "type": "string",
      "maxLength": 40,
      "pattern": "^[a-z][A-Za-z]{1,39}$",
      "description": "Derived state of the request."
     },
     "measures": {
      "type": "array",
      "items": {
       "type": "object",
       "additionalProperties": false,
       "properties": {
        "id": {
         "$ref": "https://rogatory.example/schemas/part/measure-id.json"
        },
        "state": {
         "type": "string",
         "maxLength": 40,
         "pattern": "^[a-z][A-Za-z]{1,39}$",
         "description": "State as workflow/ names it."
        }
       },
       "required": [
        "id",
        "state"
       ]
      },
      "maxItems": 200
     },
     "log": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
       "origin": {
        "type": "string",
        "minLength": 1,
        "maxLength": 200,
        "humanText": "line"
       },
       "leaf": {
        "$ref": "https://rogatory.example/schemas/part/digest.json"
       }
      },
      "required": [
       "origin",
       "leaf"
      ],
      "description": "The log leaf that is promised."
     }
    },
    "required": [
     "v",
     "id",
     "event",
     "node",
     "to",
     "message",
     "messageId",
     "request",
     "time",
     "sequence",
     "head",
     "state",
     "measures",
     "log"
    ],
    "description": "The message is in the record."
   },
   {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "v": {
      "const": 1
     },
     "id": {
      "$ref": "https://rogatory.example/schemas/part/uuid.json"
     },
     "event": {
      "const": "relayRejection"
     },
     "node": {
      "$ref": "https://rogatory.example/schemas/part/state-code.json",
      "description": "State whose node made the receipt."
     },
     "to": {
      "$ref": "https://rogatory.example/schemas/part/state-code.json"
     },
     "message": {
      "$ref": "https://rogatory.example/schemas/part/digest.json"
     },
     "messageId": {
      "$ref": "https://rogatory.example/schemas/part/message-id.json"
     },
     "request": {
      "$ref": "https://rogatory.example/schemas/part/uuid.json"
     },
     "time": {
      "$ref": "https://rogatory.example/schemas/part/moment.json",
      "description": "When the message arrived."
     },
     "code": {
      "type": "string",
      "maxLength": 60,
      "pattern": "^[A-Z][A-Z0-9_]{1,59}$",
      "description": "Refusal code."
     },
     "expected": {
      "type": "array",
      "items": {
       "type": "string",
       "minLength": 1,
       "maxLength": 200,
       "humanText": "line"
      },
      "maxItems": 100,
      "description": "What would have been accepted."
     },
     "reasons": {
      "type": "string",
      "minLength": 1,
      "maxLength": 500,
      "humanText": "line",
      "description": "English words for an operator."
     },
     "pointer": {
      "type": "string",
      "maxLength": 500,
      "format": "json-pointer",
      "humanText": "line"
     },
     "sequence": {
      "type": "integer",
      "minimum": 0,
      "maximum": 9007199254740991,
      "description": "Length of the record."
     },
     "head": {
      "$ref": "https://rogatory.example/schemas/part/digest.json",
      "description": "Head of the record."
     },
     "state": {
      "type": "string",
      "maxLength": 40,
      "pattern": "^[a-z][A-Za-z]{1,39}$"
     },
     "measures": {
      "type": "array",
      "items": {
       "type": "object",
       "additionalProperties": false,
       "properties": {
        "id": {
         "$ref": "https://rogatory.example/schemas/part/measure-id.json"
        },
        "state": {
         "type": "string",
         "maxLength": 40,
         "pattern": "^[a-z][A-Za-z]{1,39}$",
         "description": "State as workflow/ names it."
        }
       },
       "required": [
        "id",
        "state"
       ]
      },
      "maxItems": 200
     },
     "log": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
       "origin": {
        "type": "string",
        "minLength": 1,
        "maxLength": 200,
        "humanText": "line"
       },
       "leaf": {
        "$ref": "https://rogatory.example/schemas/part/digest.json"
       }
      },
      "required": [
       "origin",
       "leaf"
      ],
      "description": "The log leaf that is promised."
     }
    },
    "required": [
     "v",
     "id",
     "event",
     "node",
     "to",
     "message",
     "time",
     "code"
    ],
    "description": "The message was refused and changed nothing."
   }
  ]
 },
 "trust-list.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/trust-list.json",
  "title": "Trust list",
  "description": "One State's signed list of its node, authorities, certificates, keys and log, pinned by its peers.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "v": {
    "const": 1
   },
   "state": {
    "$ref": "https://rogatory.example/schemas/part/state-code.json"
   },
   "sequence": {
    "type": "integer",
    "minimum": 1,
    "maximum": 9007199254740991
   },
   "issuedAt": {
    "$ref": "https://rogatory.example/schemas/part/moment.json"
   },
   "nextUpdate": {
    "$ref": "https://rogatory.example/schemas/part/moment.json"
   },
   "demonstration": {
    "type": "boolean",
    "description": "Present and true where nobody of that State stands behind it."
   },
   "name": {
    "$ref": "https://rogatory.example/schemas/part/text.json",
    "description": "Who operates the node."
   },
   "node": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "uri": {
      "type": "string",
      "maxLength": 200,
      "format": "uri",
      "description": "Identifier used in certificates: urn:rogatory:node:vn."
     },
     "url": {
      "type": "string",
      "maxLength": 300,
      "format": "uri",
      "pattern": "^https?://",
      "description": "Base of the node's addresses."
     }
    },
    "required": [
     "uri",
     "url"
    ]
   },
   "authorities": {
    "type": "array",
    "items": {
     "$ref": "https://rogatory.example/schemas/part/authority.json"
    },
    "maxItems": 500,
    "minItems": 1
   },
   "certificateAuthorities": {
    "type": "array",
    "items": {
     "type": "string",
     "maxLength": 16002,
     "pattern": "^[A-Za-z0-9+/]{4,16000}={0,2}$",
     "description": "Base64 of DER."
    },
    "maxItems": 10,
    "minItems": 1
   },
   "listSigners": {
    "type": "array",
    "items": {
     "type": "string",
     "maxLength": 16002,
     "pattern": "^[A-Za-z0-9+/]{4,16000}={0,2}$",
     "description": "Base64 of DER."
    },
    "maxItems": 2,
    "minItems": 1,
    "description": "Current and next signer of this list."
   },
   "signers": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "certificate": {
       "type": "string",
       "maxLength": 16002,
       "pattern": "^[A-Za-z0-9+/]{4,16000}={0,2}$",
       "description": "Base64 of DER."
      },
      "use": {
       "const": "message"
      },
      "validFrom": {
       "$ref": "https://rogatory.example/schemas/part/moment.json"
      },
      "status": {
       "enum": [
        "inForce",
        "withdrawn"
       ]
      },
      "statusSince": {
       "$ref": "https://rogatory.example/schemas/part/moment.json"
      }
     },
     "required": [
      "certificate",
      "use",
      "validFrom",
      "status",
      "statusSince"
     ]
    },
    "maxItems": 200,
    "minItems": 1
   },
   "encryptionKeys": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "kid": {
       "type": "string",
       "maxLength": 100,
       "pattern": "^[A-Za-z0-9_.-]{1,100}$"
      },
      "jwk": {
       "type": "object",
       "required": [
        "kty"
       ],
       "discriminator": {
        "propertyName": "kty"
       },
       "oneOf": [
        {
         "type": "object",
         "additionalProperties": false,
         "properties": {
          "kty": {
           "const": "EC"
          },
          "crv": {
           "const": "P-256"
          },
          "x": {
           "type": "string",
           "maxLength": 43,
           "pattern": "^[A-Za-z0-9_-]{43}$"
          },
          "y": {
           "type": "string",
           "maxLength": 43,
           "pattern": "^[A-Za-z0-9_-]{43}$"
          }
         },
         "required": [
          "kty",
          "crv",
          "x",
          "y"
         ]
        },
        {
         "type": "object",
         "additionalProperties": false,
         "properties": {
          "kty": {
           "const": "OKP"
          },
          "crv": {
           "const": "X25519"
          },
          "x": {
           "type": "string",
           "maxLength": 43,
           "pattern": "^[A-Za-z0-9_-]{43}$"
          }
         },
         "required": [
          "kty",
          "crv",
          "x"
         ]
        }
       ]
      },
      "validFrom": {
       "$ref": "https://rogatory.example/schemas/part/moment.json"
      },
      "status": {
       "enum": [
        "inForce",
        "withdrawn"
       ]
      },
      "statusSince": {
       "$ref": "https://rogatory.example/schemas/part/moment.json"
      }
     },
     "required": [
      "kid",
      "jwk",
      "validFrom",
      "status"
     ]
    },
    "maxItems": 50,
    "minItems": 1
   },
   "log": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "origin": {
      "type": "string",
      "maxLength": 200,
      "pattern": "^[a-z0-9][a-z0-9.:/-]{0,199}$",
      "description": "C2SP tlog-checkpoint origin."
     },
     "vkey": {
      "type": "string",
      "maxLength": 412,
      "pattern": "^[!-~]{1,200}\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]{4,200}={0,2}$",
      "description": "C2SP signed-note verifier key."
     }
    },
    "required": [
     "origin",
     "vkey"
    ]
   },
   "capabilities": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
     "kinds": {
      "type": "array",
      "items": {
       "type": "string",
       "maxLength": 60,
       "pattern": "^[a-z][a-z0-9-]{1,59}$",
       "description": "Kind of measure; a reader lets kinds pass that it does not know."
      },
      "maxItems": 200,
      "minItems": 1
     },
     "languages": {
      "type": "array",
      "items": {
       "$ref": "https://rogatory.example/schemas/part/language.json"
      },
      "maxItems": 50,
      "minItems": 1
     },
     "messageBytesMax": {
      "type": "integer",
      "minimum": 1024,
      "maximum": 9007199254740991
     },
     "exhibitBytesMax": {
      "type": "integer",
      "minimum": 0,
      "maximum": 9007199254740991
     },
     "schemaVersions": {
      "type": "array",
      "items": {
       "type": "integer",
       "minimum": 1,
       "maximum": 1000
      },
      "maxItems": 20,
      "minItems": 1
     }
    },
    "required": [
     "kinds",
     "languages",
     "messageBytesMax",
     "exhibitBytesMax",
     "schemaVersions"
    ]
   }
  },
  "required": [
   "v",
   "state",
   "sequence",
   "issuedAt",
   "nextUpdate",
   "name",
   "node",
   "authorities",
   "certificateAuthorities",
   "listSigners",
   "signers",
   "encryptionKeys",
   "log",
   "capabilities"
  ]
 },
 "workflow.json": {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://rogatory.example/schemas/workflow.json",
  "title": "Workflow",
  "description": "The state machine of a family of measures, as a table. What is not in it is refused; at most one row stands for each state, message, outcome and side.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
   "$schema": {
    "type": "string",
    "minLength": 1,
    "maxLength": 200
   },
   "name": {
    "type": "string",
    "maxLength": 60,
    "pattern": "^[a-z][a-z-]{1,59}$"
   },
   "title": {
    "type": "string",
    "minLength": 1,
    "maxLength": 100
   },
   "description": {
    "type": "string",
    "minLength": 1,
    "maxLength": 300
   },
   "kinds": {
    "type": "array",
    "items": {
     "type": "string",
     "maxLength": 60,
     "pattern": "^[a-z][a-z-]{1,59}$"
    },
    "minItems": 1,
    "maxItems": 60,
    "uniqueItems": true,
    "description": "The kinds of measure that follow this machine."
   },
   "states": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "name": {
       "type": "string",
       "maxLength": 40,
       "pattern": "^[a-z][A-Za-z]{1,39}$"
      },
      "title": {
       "type": "string",
       "minLength": 1,
       "maxLength": 60
      },
      "meaning": {
       "type": "string",
       "minLength": 1,
       "maxLength": 300
      },
      "source": {
       "type": "string",
       "minLength": 1,
       "maxLength": 200
      },
      "detour": {
       "const": true,
       "description": "A place to come back from: the state before it is remembered, and `return` leads there."
      },
      "final": {
       "const": true,
       "description": "Nothing more has to happen."
      }
     },
     "required": [
      "name",
      "title",
      "meaning",
      "source"
     ]
    },
    "minItems": 1,
    "maxItems": 60,
    "uniqueItems": true
   },
   "sets": {
    "type": "object",
    "description": "Names for several states, to be used in `from`.",
    "maxProperties": 20,
    "propertyNames": {
     "type": "string",
     "maxLength": 40,
     "pattern": "^[a-z][A-Za-z]{1,39}$"
    },
    "additionalProperties": {
     "type": "array",
     "items": {
      "type": "string",
      "maxLength": 40,
      "pattern": "^[a-z][A-Za-z]{1,39}$"
     },
     "minItems": 1,
     "maxItems": 60,
     "uniqueItems": true
    }
   },
   "clocks": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "name": {
       "type": "string",
       "maxLength": 40,
       "pattern": "^[A-Z][A-Z0-9_]{1,39}$"
      },
      "title": {
       "type": "string",
       "minLength": 1,
       "maxLength": 60
      },
      "source": {
       "type": "string",
       "minLength": 1,
       "maxLength": 200
      },
      "in": {
       "type": "array",
       "items": {
        "type": "string",
        "maxLength": 40,
        "pattern": "^[a-z][A-Za-z]{1,39}$"
       },
       "minItems": 1,
       "maxItems": 60,
       "uniqueItems": true,
       "description": "States in which it may run; a row that leaves them stops it."
      },
      "marks": {
       "type": "array",
       "items": {
        "type": "object",
        "additionalProperties": false,
        "properties": {
         "mark": {
          "type": "string",
          "maxLength": 40,
          "pattern": "^[a-z][A-Za-z]{1,39}$"
         },
         "when": {
          "enum": [
           "before",
           "end"
          ],
          "description": "At the warnings of the profile, or when it has run out."
         },
         "in": {
          "type": "array",
          "items": {
           "type": "string",
           "maxLength": 40,
           "pattern": "^[a-z][A-Za-z]{1,39}$"
          },
          "minItems": 1,
          "maxItems": 60,
          "uniqueItems": true,
          "description": "Only in these states."
         }
        },
        "required": [
         "mark",
         "when"
        ]
       },
       "minItems": 1,
       "maxItems": 60,
       "uniqueItems": true
      }
     },
     "required": [
      "name",
      "title",
      "source",
      "in",
      "marks"
     ]
    },
    "minItems": 1,
    "maxItems": 60,
    "uniqueItems": true
   },
   "answers": {
    "type": "object",
    "description": "Messages that must name, in inReplyTo, an open message of another type from the other side.",
    "maxProperties": 60,
    "propertyNames": {
     "type": "string",
     "maxLength": 60,
     "pattern": "^[a-z][a-z-]{1,59}$"
    },
    "additionalProperties": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "to": {
       "type": "string",
       "maxLength": 60,
       "pattern": "^[a-z][a-z-]{1,59}$"
      },
      "outcome": {
       "type": "string",
       "maxLength": 40,
       "pattern": "^[a-z][A-Za-z]{1,39}$",
       "description": "Only where the answer says this."
      },
      "asking": {
       "type": "string",
       "maxLength": 40,
       "pattern": "^[a-z][A-Za-z]{1,39}$",
       "description": "The message asks only where it says this."
      },
      "several": {
       "const": true,
       "description": "Several of one side may be open at once; otherwise a new one takes the place of the old."
      },
      "lasting": {
       "const": true,
       "description": "May be answered more than once, part by part."
      }
     },
     "required": [
      "to"
     ]
    }
   },
   "opens": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "on": {
       "type": "string",
       "maxLength": 60,
       "pattern": "^[a-z][a-z-]{1,59}$"
      },
      "by": {
       "enum": [
        "requesting",
        "requested"
       ]
      },
      "to": {
       "type": "string",
       "maxLength": 40,
       "pattern": "^[a-z][A-Za-z]{1,39}$"
      },
      "starts": {
       "$ref": "#/$defs/starts"
      },
      "source": {
       "type": "string",
       "minLength": 1,
       "maxLength": 200
      }
     },
     "required": [
      "on",
      "by",
      "to",
      "starts",
      "source"
     ]
    },
    "minItems": 1,
    "maxItems": 60,
    "uniqueItems": true
   },
   "rows": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "from": {
       "oneOf": [
        {
         "type": "string",
         "maxLength": 40,
         "pattern": "^[a-z][A-Za-z]{1,39}$"
        },
        {
         "type": "array",
         "items": {
          "type": "string",
          "maxLength": 40,
          "pattern": "^[a-z][A-Za-z]{1,39}$"
         },
         "minItems": 1,
         "maxItems": 60,
         "uniqueItems": true
        }
       ],
       "description": "States or sets of states."
      },
      "on": {
       "type": "string",
       "maxLength": 60,
       "pattern": "^[a-z][a-z-]{1,59}$",
       "description": "Message type."
      },
      "outcome": {
       "type": "string",
       "maxLength": 40,
       "pattern": "^[a-z][A-Za-z]{1,39}$",
       "description": "What the message says of the measure: its outcome; for close and reopen `proposed` or `confirmed`; for confidentiality-choice the choice."
      },
      "by": {
       "enum": [
        "requesting",
        "requested",
        "both"
       ]
      },
      "to": {
       "type": "string",
       "maxLength": 40,
       "pattern": "^[a-z][A-Za-z]{1,39}$",
       "description": "A state; `same`; or `return`, the state before the detour."
      },
      "unless": {
       "type": "array",
       "items": {
        "type": "object",
        "additionalProperties": false,
        "properties": {
         "holds": {
          "$ref": "#/$defs/guard"
         },
         "to": {
          "type": "string",
          "maxLength": 40,
          "pattern": "^[a-z][A-Za-z]{1,39}$"
         }
        },
        "required": [
         "holds",
         "to"
        ]
       },
       "minItems": 1,
       "maxItems": 4,
       "uniqueItems": true,
       "description": "Other ends, tried in order on the measure as the message leaves it."
      },
      "needs": {
       "type": "array",
       "items": {
        "$ref": "#/$defs/guard"
       },
       "minItems": 1,
       "maxItems": 6,
       "uniqueItems": true
      },
      "starts": {
       "$ref": "#/$defs/starts"
      },
      "stops": {
       "type": "array",
       "items": {
        "type": "string",
        "maxLength": 40,
        "pattern": "^[A-Z][A-Z0-9_]{1,39}$"
       },
       "minItems": 1,
       "maxItems": 6,
       "uniqueItems": true
      },
      "source": {
       "type": "string",
       "minLength": 1,
       "maxLength": 200
      }
     },
     "required": [
      "from",
      "on",
      "by",
      "to",
      "source"
     ]
    },
    "minItems": 1,
    "maxItems": 300,
    "uniqueItems": true
   }
  },
  "required": [
   "$schema",
   "name",
   "title",
   "description",
   "kinds",
   "states",
   "sets",
   "clocks",
   "answers",
   "opens",
   "rows"
  ],
  "$defs": {
   "guard": {
    "enum": [
     "beforeEnd",
     "conditionsAnswered",
     "consulted",
     "consultedToPostpone",
     "decided",
     "deliveryDoubted",
     "deliveryOpen",
     "everyFileAgrees",
     "exhibitsEnclosed",
     "granted",
     "groundsAllowed",
     "intendedAllowed",
     "laterEnd",
     "minimumKept",
     "minimumPassed",
     "moreToCome",
     "notGranted",
     "notHeld",
     "notSuspended",
     "nothingOutstanding",
     "postponementAllowed",
     "sameState"
    ]
   },
   "starts": {
    "type": "array",
    "items": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "clock": {
       "type": "string",
       "maxLength": 40,
       "pattern": "^[A-Z][A-Z0-9_]{1,39}$"
      },
      "ends": {
       "oneOf": [
        {
         "const": "profile"
        },
        {
         "type": "array",
         "items": {
          "type": "string",
          "maxLength": 60,
          "pattern": "^/[A-Za-z]{1,59}$"
         },
         "minItems": 1,
         "maxItems": 4,
         "uniqueItems": true
        }
       ],
       "description": "The length that the profile gives, or where the message says the instant (RFC 6901, in the outcome or else the body): the first that is there. Where none is, the clock does not start."
      },
      "begins": {
       "type": "string",
       "maxLength": 60,
       "pattern": "^/[A-Za-z]{1,59}$",
       "description": "Where the message says when it began; absent: when it was sent."
      }
     },
     "required": [
      "clock",
      "ends"
     ]
    },
    "minItems": 1,
    "maxItems": 6,
    "uniqueItems": true
   }
  }
 },
 "workflow/assistance.json": {
  "$schema": "../workflow.json",
  "name": "assistance",
  "title": "Mutual legal assistance",
  "description": "One measure of evidence, from the request to the closing. UN Convention 40, 44; Budapest 25, 27, 31.",
  "kinds": [
   "stored-data",
   "subscriber-information"
  ],
  "states": [
   {
    "name": "oralPending",
    "title": "Asked orally",
    "meaning": "Asked for by telephone or in person in an urgent case; the written request is awaited.",
    "source": "UNCC 40(14)"
   },
   {
    "name": "received",
    "title": "Received",
    "meaning": "The requested State has the request.",
    "source": "UNCC 40(13)"
   },
   {
    "name": "forwarded",
    "title": "Forwarded",
    "meaning": "Passed on to the authority of the same State that is competent.",
    "source": "BUD 27(9)(c)"
   },
   {
    "name": "acknowledged",
    "title": "Acknowledged",
    "meaning": "The requested authority has given it a reference of its own and says what is missing in form.",
    "source": "good practice; EIO 16"
   },
   {
    "name": "underReview",
    "title": "Under review",
    "meaning": "The requested authority is examining whether and how it can help.",
    "source": "UNCC 40(17), 40(26)"
   },
   {
    "name": "infoRequested",
    "title": "Information asked for",
    "meaning": "The requested authority needs more before it can go on.",
    "source": "UNCC 40(16)",
    "detour": true
   },
   {
    "name": "consulting",
    "title": "In consultation",
    "meaning": "The requested authority intends to refuse or to postpone, and hears the requesting authority first.",
    "source": "UNCC 40(28)",
    "detour": true
   },
   {
    "name": "conditionsOffered",
    "title": "Conditions offered",
    "meaning": "Help is possible if the conditions are accepted.",
    "source": "UNCC 40(28), 36; BUD 28"
   },
   {
    "name": "conditionsAccepted",
    "title": "Conditions accepted",
    "meaning": "The requesting authority is bound; the decision is still to come.",
    "source": "UNCC 40(28)"
   },
   {
    "name": "conditionsDeclined",
    "title": "Conditions declined",
    "meaning": "The requested authority offers others, consults again or decides.",
    "source": "UNCC 40(28)"
   },
   {
    "name": "accepted",
    "title": "Granted",
    "meaning": "The requested authority will do what is asked.",
    "source": "UNCC 40(1)"
   },
   {
    "name": "partlyAccepted",
    "title": "Granted in part",
    "meaning": "It will do a part; for the rest it has given grounds and reasons.",
    "source": "UNCC 40(25); BUD 27(6)"
   },
   {
    "name": "refused",
    "title": "Refused",
    "meaning": "Refused with a ground and reasons; may be taken up again if both sides agree.",
    "source": "UNCC 40(21), 40(25)",
    "final": true
   },
   {
    "name": "postponed",
    "title": "Postponed",
    "meaning": "Put off because it would interfere with a case of the requested State.",
    "source": "UNCC 40(27)"
   },
   {
    "name": "executing",
    "title": "Being executed",
    "meaning": "The measure is being carried out under the law of the requested State.",
    "source": "UNCC 40(17)"
   },
   {
    "name": "obstacle",
    "title": "Obstacle",
    "meaning": "Something that is no ground of refusal stands in the way.",
    "source": "BUD 27(7)",
    "detour": true
   },
   {
    "name": "delivered",
    "title": "Delivered",
    "meaning": "The result has been handed over; the requesting authority checks it.",
    "source": "UNCC 40(3)"
   },
   {
    "name": "discrepancy",
    "title": "Discrepancy",
    "meaning": "What arrived is not what was announced, or lacks something.",
    "source": "practice"
   },
   {
    "name": "receivedVerified",
    "title": "Received and verified",
    "meaning": "Every file handed over so far was checked and agrees.",
    "source": "practice"
   },
   {
    "name": "useControlled",
    "title": "Use under control",
    "meaning": "Received; a use beyond the one stated has been asked for.",
    "source": "UNCC 40(19), 36(3); BUD 28"
   },
   {
    "name": "remedyPending",
    "title": "Remedy pending",
    "meaning": "A person affected has used a legal remedy in the requested State.",
    "source": "R1805 33; EIO 14",
    "detour": true
   },
   {
    "name": "withdrawn",
    "title": "Withdrawn",
    "meaning": "No longer asked for.",
    "source": "UNCC 40(26)",
    "final": true
   },
   {
    "name": "closed",
    "title": "Closed",
    "meaning": "Both sides hold it to be done; obligations live on.",
    "source": "practice",
    "final": true
   },
   {
    "name": "reopened",
    "title": "Taken up again",
    "meaning": "Closed, and opened again by both sides for something more.",
    "source": "practice"
   },
   {
    "name": "lapsed",
    "title": "Lapsed",
    "meaning": "Asked orally, never in writing, and put aside by both sides.",
    "source": "UNCC 40(14)",
    "final": true
   }
  ],
  "sets": {
   "intake": [
    "received",
    "forwarded",
    "acknowledged"
   ],
   "granted": [
    "accepted",
    "partlyAccepted",
    "executing"
   ],
   "given": [
    "delivered",
    "discrepancy",
    "receivedVerified",
    "useControlled"
   ],
   "ended": [
    "refused",
    "withdrawn",
    "closed"
   ],
   "open": [
    "received",
    "forwarded",
    "acknowledged",
    "underReview",
    "infoRequested",
    "consulting",
    "conditionsOffered",
    "conditionsAccepted",
    "conditionsDeclined",
    "accepted",
    "partlyAccepted",
    "postponed",
    "executing",
    "obstacle",
    "remedyPending",
    "reopened"
   ]
  },
  "clocks": [
   {
    "name": "ORAL_CONFIRM",
    "title": "Written confirmation",
    "source": "UNCC 40(14)",
    "in": [
     "oralPending"
    ],
    "marks": [
     {
      "mark": "lapsed",
      "when": "end"
     }
    ]
   },
   {
    "name": "ACK_TARGET",
    "title": "Acknowledgement",
    "source": "service target, no treaty number",
    "in": [
     "received",
     "forwarded"
    ],
    "marks": [
     {
      "mark": "acknowledgementOverdue",
      "when": "end"
     }
    ]
   },
   {
    "name": "REPLY_BY",
    "title": "Answer",
    "source": "UNCC 40(16), 40(28)",
    "in": [
     "infoRequested",
     "consulting"
    ],
    "marks": [
     {
      "mark": "infoOverdue",
      "when": "end",
      "in": [
       "infoRequested"
      ]
     },
     {
      "mark": "viewOverdue",
      "when": "end",
      "in": [
       "consulting"
      ]
     }
    ]
   },
   {
    "name": "REVIEW",
    "title": "Review of the postponement",
    "source": "UNCC 40(27)",
    "in": [
     "postponed"
    ],
    "marks": [
     {
      "mark": "reviewDue",
      "when": "end"
     }
    ]
   },
   {
    "name": "STATUS_REPLY",
    "title": "Next news",
    "source": "UNCC 40(26)",
    "in": [
     "received",
     "forwarded",
     "acknowledged",
     "underReview",
     "infoRequested",
     "consulting",
     "conditionsOffered",
     "conditionsAccepted",
     "conditionsDeclined",
     "accepted",
     "partlyAccepted",
     "postponed",
     "executing",
     "obstacle",
     "remedyPending",
     "reopened"
    ],
    "marks": [
     {
      "mark": "newsDue",
      "when": "end"
     }
    ]
   }
  ],
  "answers": {
   "information-response": {
    "to": "information-request",
    "asking": "asked"
   },
   "consult-view": {
    "to": "consult-open"
   },
   "conditions-accept": {
    "to": "conditions-offer"
   },
   "conditions-decline": {
    "to": "conditions-offer"
   },
   "delivery-receipt": {
    "to": "delivery",
    "asking": "delivered",
    "several": true
   },
   "use-consent": {
    "to": "use-request",
    "several": true,
    "lasting": true
   },
   "use-refuse": {
    "to": "use-request",
    "several": true,
    "lasting": true
   },
   "confidentiality-choice": {
    "to": "confidentiality-unable",
    "several": true
   },
   "close": {
    "to": "close",
    "asking": "proposed",
    "outcome": "confirmed"
   },
   "reopen": {
    "to": "reopen",
    "asking": "proposed",
    "outcome": "confirmed"
   }
  },
  "opens": [
   {
    "on": "request",
    "by": "requesting",
    "to": "received",
    "starts": [
     {
      "clock": "ACK_TARGET",
      "ends": "profile"
     }
    ],
    "source": "UNCC 40(13), 40(15)"
   },
   {
    "on": "contact-note",
    "by": "requested",
    "to": "oralPending",
    "starts": [
     {
      "clock": "ORAL_CONFIRM",
      "ends": "profile"
     }
    ],
    "source": "UNCC 40(14); R-13"
   }
  ],
  "rows": [
   {
    "from": "oralPending",
    "on": "request",
    "by": "requesting",
    "to": "received",
    "starts": [
     {
      "clock": "ACK_TARGET",
      "ends": "profile"
     }
    ],
    "stops": [
     "ORAL_CONFIRM"
    ],
    "source": "UNCC 40(14)"
   },
   {
    "from": [
     "received",
     "forwarded"
    ],
    "on": "acknowledgement",
    "by": "requested",
    "to": "acknowledged",
    "stops": [
     "ACK_TARGET"
    ],
    "source": "practice"
   },
   {
    "from": "withdrawn",
    "on": "acknowledgement",
    "by": "requested",
    "to": "same",
    "source": "UNCC 40(26)"
   },
   {
    "from": "intake",
    "on": "forwarded",
    "by": "requested",
    "to": "forwarded",
    "needs": [
     "sameState"
    ],
    "source": "BUD 27(9)(c)"
   },
   {
    "from": [
     "intake",
     "underReview",
     "infoRequested",
     "obstacle",
     "conditionsAccepted",
     "conditionsDeclined",
     "granted",
     "reopened"
    ],
    "on": "information-request",
    "outcome": "asked",
    "by": "requested",
    "to": "infoRequested",
    "starts": [
     {
      "clock": "REPLY_BY",
      "ends": [
       "/replyBy"
      ]
     }
    ],
    "stops": [
     "ACK_TARGET"
    ],
    "source": "UNCC 40(16)"
   },
   {
    "from": [
     "intake",
     "underReview"
    ],
    "on": "information-request",
    "outcome": "goesOn",
    "by": "requested",
    "to": "underReview",
    "stops": [
     "ACK_TARGET"
    ],
    "source": "UNCC 40(16)"
   },
   {
    "from": "infoRequested",
    "on": "information-request",
    "outcome": "goesOn",
    "by": "requested",
    "to": "underReview",
    "unless": [
     {
      "holds": "granted",
      "to": "return"
     }
    ],
    "stops": [
     "REPLY_BY"
    ],
    "source": "UNCC 40(16)"
   },
   {
    "from": [
     "consulting",
     "conditionsOffered",
     "conditionsAccepted",
     "conditionsDeclined",
     "granted",
     "postponed",
     "obstacle",
     "remedyPending",
     "reopened"
    ],
    "on": "information-request",
    "outcome": "goesOn",
    "by": "requested",
    "to": "same",
    "source": "UNCC 40(16)"
   },
   {
    "from": "infoRequested",
    "on": "information-response",
    "by": "requesting",
    "to": "underReview",
    "unless": [
     {
      "holds": "granted",
      "to": "return"
     }
    ],
    "stops": [
     "REPLY_BY"
    ],
    "source": "UNCC 40(16)"
   },
   {
    "from": [
     "acknowledged",
     "underReview",
     "infoRequested",
     "consulting",
     "conditionsAccepted",
     "conditionsDeclined",
     "granted",
     "postponed",
     "obstacle",
     "reopened"
    ],
    "on": "consult-open",
    "by": "requested",
    "to": "consulting",
    "needs": [
     "intendedAllowed"
    ],
    "starts": [
     {
      "clock": "REPLY_BY",
      "ends": [
       "/replyBy"
      ]
     }
    ],
    "stops": [
     "REVIEW"
    ],
    "source": "UNCC 40(28)"
   },
   {
    "from": "consulting",
    "on": "consult-view",
    "by": "requesting",
    "to": "same",
    "stops": [
     "REPLY_BY"
    ],
    "source": "UNCC 40(28)"
   },
   {
    "from": [
     "acknowledged",
     "underReview",
     "infoRequested",
     "consulting",
     "conditionsOffered",
     "conditionsDeclined"
    ],
    "on": "conditions-offer",
    "by": "requested",
    "to": "conditionsOffered",
    "stops": [
     "REPLY_BY"
    ],
    "source": "UNCC 40(28), 36; BUD 28"
   },
   {
    "from": "conditionsOffered",
    "on": "conditions-accept",
    "by": "requesting",
    "to": "conditionsAccepted",
    "source": "UNCC 40(28)"
   },
   {
    "from": "conditionsOffered",
    "on": "conditions-decline",
    "by": "requesting",
    "to": "conditionsDeclined",
    "source": "UNCC 40(28)"
   },
   {
    "from": [
     "intake",
     "underReview",
     "infoRequested",
     "consulting",
     "conditionsOffered",
     "conditionsAccepted",
     "conditionsDeclined",
     "accepted",
     "partlyAccepted",
     "reopened",
     "remedyPending"
    ],
    "on": "decision",
    "outcome": "granted",
    "by": "requested",
    "to": "accepted",
    "stops": [
     "ACK_TARGET",
     "REPLY_BY"
    ],
    "source": "UNCC 40(1); BUD 25(1)"
   },
   {
    "from": "obstacle",
    "on": "decision",
    "outcome": "granted",
    "by": "requested",
    "to": "accepted",
    "needs": [
     "notGranted"
    ],
    "source": "UNCC 40(1)"
   },
   {
    "from": [
     "intake",
     "underReview",
     "infoRequested",
     "consulting",
     "conditionsOffered",
     "conditionsAccepted",
     "conditionsDeclined",
     "granted",
     "obstacle",
     "reopened",
     "remedyPending"
    ],
    "on": "decision",
    "outcome": "partly",
    "by": "requested",
    "to": "partlyAccepted",
    "needs": [
     "groundsAllowed",
     "consulted"
    ],
    "stops": [
     "ACK_TARGET",
     "REPLY_BY"
    ],
    "source": "UNCC 40(25), 40(28); BUD 27(6)"
   },
   {
    "from": [
     "intake",
     "underReview",
     "infoRequested",
     "consulting",
     "conditionsOffered",
     "conditionsAccepted",
     "conditionsDeclined",
     "granted",
     "obstacle",
     "reopened",
     "remedyPending"
    ],
    "on": "decision",
    "outcome": "refused",
    "by": "requested",
    "to": "refused",
    "needs": [
     "groundsAllowed",
     "consulted"
    ],
    "stops": [
     "ACK_TARGET",
     "REPLY_BY",
     "STATUS_REPLY"
    ],
    "source": "UNCC 40(21), 40(25), 40(28); R-18, R-19"
   },
   {
    "from": [
     "acknowledged",
     "underReview",
     "consulting",
     "granted"
    ],
    "on": "postponed",
    "by": "requested",
    "to": "postponed",
    "needs": [
     "postponementAllowed",
     "consultedToPostpone"
    ],
    "starts": [
     {
      "clock": "REVIEW",
      "ends": [
       "/reviewAt",
       "/until"
      ]
     }
    ],
    "stops": [
     "REPLY_BY"
    ],
    "source": "UNCC 40(27), 40(28); BUD 27(5)-(7)"
   },
   {
    "from": "postponed",
    "on": "resumed",
    "by": "requested",
    "to": "executing",
    "unless": [
     {
      "holds": "notGranted",
      "to": "underReview"
     }
    ],
    "stops": [
     "REVIEW"
    ],
    "source": "UNCC 40(27)"
   },
   {
    "from": [
     "intake",
     "underReview",
     "infoRequested",
     "conditionsAccepted",
     "granted",
     "postponed",
     "obstacle",
     "discrepancy",
     "reopened"
    ],
    "on": "obstacle",
    "outcome": "obstacle",
    "by": "requested",
    "to": "obstacle",
    "stops": [
     "ACK_TARGET",
     "REPLY_BY",
     "REVIEW"
    ],
    "source": "BUD 27(7)"
   },
   {
    "from": [
     "delivered",
     "receivedVerified"
    ],
    "on": "obstacle",
    "outcome": "obstacle",
    "by": "requested",
    "to": "obstacle",
    "needs": [
     "moreToCome"
    ],
    "source": "BUD 27(7)"
   },
   {
    "from": "open",
    "on": "status-request",
    "by": "requesting",
    "to": "same",
    "source": "UNCC 40(26)"
   },
   {
    "from": "given",
    "on": "status-request",
    "by": "requesting",
    "to": "same",
    "source": "UNCC 40(26)"
   },
   {
    "from": [
     "intake",
     "underReview",
     "conditionsDeclined"
    ],
    "on": "status-report",
    "outcome": "underReview",
    "by": "requested",
    "to": "underReview",
    "starts": [
     {
      "clock": "STATUS_REPLY",
      "ends": [
       "/nextNewsBy"
      ]
     }
    ],
    "stops": [
     "ACK_TARGET"
    ],
    "source": "UNCC 40(26)"
   },
   {
    "from": [
     "infoRequested",
     "consulting",
     "obstacle"
    ],
    "on": "status-report",
    "outcome": "underReview",
    "by": "requested",
    "to": "underReview",
    "needs": [
     "notGranted"
    ],
    "starts": [
     {
      "clock": "STATUS_REPLY",
      "ends": [
       "/nextNewsBy"
      ]
     }
    ],
    "stops": [
     "REPLY_BY"
    ],
    "source": "UNCC 40(26)"
   },
   {
    "from": [
     "granted",
     "reopened"
    ],
    "on": "status-report",
    "outcome": "executing",
    "by": "requested",
    "to": "executing",
    "starts": [
     {
      "clock": "STATUS_REPLY",
      "ends": [
       "/nextNewsBy"
      ]
     }
    ],
    "source": "UNCC 40(17), 40(26)"
   },
   {
    "from": [
     "infoRequested",
     "consulting",
     "obstacle",
     "discrepancy"
    ],
    "on": "status-report",
    "outcome": "executing",
    "by": "requested",
    "to": "executing",
    "needs": [
     "granted"
    ],
    "starts": [
     {
      "clock": "STATUS_REPLY",
      "ends": [
       "/nextNewsBy"
      ]
     }
    ],
    "stops": [
     "REPLY_BY"
    ],
    "source": "UNCC 40(17), 40(26)"
   },
   {
    "from": "remedyPending",
    "on": "status-report",
    "outcome": "executing",
    "by": "requested",
    "to": "executing",
    "needs": [
     "granted",
     "notSuspended"
    ],
    "starts": [
     {
      "clock": "STATUS_REPLY",
      "ends": [
       "/nextNewsBy"
      ]
     }
    ],
    "source": "UNCC 40(17), 40(26)"
   },
   {
    "from": "open",
    "on": "status-report",
    "outcome": "unchanged",
    "by": "requested",
    "to": "same",
    "starts": [
     {
      "clock": "STATUS_REPLY",
      "ends": [
       "/nextNewsBy"
      ]
     }
    ],
    "source": "UNCC 40(26)"
   },
   {
    "from": "given",
    "on": "status-report",
    "outcome": "unchanged",
    "by": "requested",
    "to": "same",
    "source": "UNCC 40(26)"
   },
   {
    "from": [
     "granted",
     "reopened",
     "delivered",
     "discrepancy"
    ],
    "on": "delivery",
    "outcome": "delivered",
    "by": "requested",
    "to": "delivered",
    "needs": [
     "exhibitsEnclosed"
    ],
    "stops": [
     "STATUS_REPLY"
    ],
    "source": "UNCC 40(3)"
   },
   {
    "from": "obstacle",
    "on": "delivery",
    "outcome": "delivered",
    "by": "requested",
    "to": "delivered",
    "needs": [
     "granted",
     "exhibitsEnclosed"
    ],
    "stops": [
     "STATUS_REPLY"
    ],
    "source": "UNCC 40(3)"
   },
   {
    "from": [
     "receivedVerified",
     "useControlled"
    ],
    "on": "delivery",
    "outcome": "delivered",
    "by": "requested",
    "to": "delivered",
    "needs": [
     "moreToCome",
     "exhibitsEnclosed"
    ],
    "source": "UNCC 40(3)"
   },
   {
    "from": "remedyPending",
    "on": "delivery",
    "outcome": "delivered",
    "by": "requested",
    "to": "delivered",
    "needs": [
     "granted",
     "notSuspended",
     "exhibitsEnclosed"
    ],
    "stops": [
     "STATUS_REPLY"
    ],
    "source": "UNCC 40(3)"
   },
   {
    "from": [
     "delivered",
     "discrepancy"
    ],
    "on": "delivery-receipt",
    "outcome": "verified",
    "by": "requesting",
    "to": "receivedVerified",
    "unless": [
     {
      "holds": "deliveryDoubted",
      "to": "discrepancy"
     },
     {
      "holds": "deliveryOpen",
      "to": "delivered"
     }
    ],
    "needs": [
     "everyFileAgrees",
     "conditionsAnswered"
    ],
    "source": "practice"
   },
   {
    "from": [
     "delivered",
     "discrepancy"
    ],
    "on": "delivery-receipt",
    "outcome": "discrepancy",
    "by": "requesting",
    "to": "discrepancy",
    "source": "practice"
   },
   {
    "from": "obstacle",
    "on": "delivery-receipt",
    "outcome": "verified",
    "by": "requesting",
    "to": "same",
    "needs": [
     "everyFileAgrees",
     "conditionsAnswered"
    ],
    "source": "practice"
   },
   {
    "from": "obstacle",
    "on": "delivery-receipt",
    "outcome": "discrepancy",
    "by": "requesting",
    "to": "discrepancy",
    "stops": [
     "STATUS_REPLY"
    ],
    "source": "practice"
   },
   {
    "from": [
     "delivered",
     "discrepancy",
     "useControlled"
    ],
    "on": "use-request",
    "by": "requesting",
    "to": "same",
    "source": "UNCC 40(19), 36(3)"
   },
   {
    "from": "receivedVerified",
    "on": "use-request",
    "by": "requesting",
    "to": "useControlled",
    "source": "UNCC 40(19), 36(3)"
   },
   {
    "from": "given",
    "on": "use-consent",
    "by": "requested",
    "to": "same",
    "source": "UNCC 40(19), 36(3)"
   },
   {
    "from": "given",
    "on": "use-refuse",
    "by": "requested",
    "to": "same",
    "source": "UNCC 40(19), 36(3)"
   },
   {
    "from": [
     "underReview",
     "infoRequested",
     "consulting",
     "conditionsOffered",
     "conditionsAccepted",
     "conditionsDeclined",
     "granted",
     "postponed",
     "obstacle",
     "remedyPending",
     "reopened",
     "refused",
     "given"
    ],
    "on": "remedy-notice",
    "outcome": "lodged",
    "by": "requested",
    "to": "remedyPending",
    "needs": [
     "decided"
    ],
    "stops": [
     "REPLY_BY",
     "REVIEW"
    ],
    "source": "R1805 33; EIO 14"
   },
   {
    "from": "remedyPending",
    "on": "remedy-notice",
    "outcome": "resolved",
    "by": "requested",
    "to": "return",
    "stops": [
     "STATUS_REPLY"
    ],
    "source": "R1805 33; EIO 14"
   },
   {
    "from": [
     "oralPending",
     "open"
    ],
    "on": "withdraw",
    "by": "requesting",
    "to": "withdrawn",
    "stops": [
     "ACK_TARGET",
     "ORAL_CONFIRM",
     "REPLY_BY",
     "REVIEW",
     "STATUS_REPLY"
    ],
    "source": "UNCC 40(26)"
   },
   {
    "from": [
     "oralPending",
     "receivedVerified",
     "useControlled"
    ],
    "on": "close",
    "outcome": "proposed",
    "by": "both",
    "to": "same",
    "source": "practice"
   },
   {
    "from": "obstacle",
    "on": "close",
    "outcome": "proposed",
    "by": "both",
    "to": "same",
    "needs": [
     "nothingOutstanding"
    ],
    "source": "practice"
   },
   {
    "from": "oralPending",
    "on": "close",
    "outcome": "confirmed",
    "by": "both",
    "to": "lapsed",
    "stops": [
     "ORAL_CONFIRM"
    ],
    "source": "UNCC 40(14)"
   },
   {
    "from": [
     "receivedVerified",
     "useControlled"
    ],
    "on": "close",
    "outcome": "confirmed",
    "by": "both",
    "to": "closed",
    "source": "practice"
   },
   {
    "from": "obstacle",
    "on": "close",
    "outcome": "confirmed",
    "by": "both",
    "to": "closed",
    "needs": [
     "nothingOutstanding"
    ],
    "stops": [
     "STATUS_REPLY"
    ],
    "source": "practice"
   },
   {
    "from": [
     "refused",
     "closed"
    ],
    "on": "reopen",
    "outcome": "proposed",
    "by": "both",
    "to": "same",
    "source": "practice"
   },
   {
    "from": "refused",
    "on": "reopen",
    "outcome": "confirmed",
    "by": "both",
    "to": "underReview",
    "source": "practice"
   },
   {
    "from": "closed",
    "on": "reopen",
    "outcome": "confirmed",
    "by": "both",
    "to": "reopened",
    "unless": [
     {
      "holds": "notGranted",
      "to": "underReview"
     }
    ],
    "source": "practice"
   },
   {
    "from": [
     "oralPending",
     "open",
     "given",
     "ended"
    ],
    "on": "contact-note",
    "by": "both",
    "to": "same",
    "source": "R-13"
   },
   {
    "from": [
     "open",
     "given"
    ],
    "on": "supplement",
    "by": "requesting",
    "to": "same",
    "source": "UNCC 40(16)"
   },
   {
    "from": "open",
    "on": "confidentiality-unable",
    "by": "requested",
    "to": "same",
    "source": "UNCC 40(20); BUD 27(8)"
   },
   {
    "from": "open",
    "on": "confidentiality-choice",
    "outcome": "proceed",
    "by": "requesting",
    "to": "same",
    "source": "BUD 27(8)"
   },
   {
    "from": "open",
    "on": "confidentiality-choice",
    "outcome": "stop",
    "by": "requesting",
    "to": "withdrawn",
    "stops": [
     "ACK_TARGET",
     "REPLY_BY",
     "REVIEW",
     "STATUS_REPLY"
    ],
    "source": "BUD 27(8)"
   },
   {
    "from": [
     "obstacle",
     "given",
     "ended"
    ],
    "on": "outcome-report",
    "by": "both",
    "to": "same",
    "source": "BUD 24(6); practice"
   }
  ]
 },
 "workflow/preservation.json": {
  "$schema": "../workflow.json",
  "name": "preservation",
  "title": "Expedited preservation",
  "description": "One hold on stored data, from the request to its release or to the request for the data. UN Convention 42; Budapest 29.",
  "kinds": [
   "preservation"
  ],
  "states": [
   {
    "name": "oralPending",
    "title": "Asked orally",
    "meaning": "Asked for by telephone in an urgent case; the written request is awaited.",
    "source": "UNCC 40(14)"
   },
   {
    "name": "requested",
    "title": "Requested",
    "meaning": "The requested point has the request and acts on it.",
    "source": "UNCC 42(1), 42(4)"
   },
   {
    "name": "infoRequested",
    "title": "Information asked for",
    "meaning": "The requested point needs more before it can preserve.",
    "source": "UNCC 40(16)",
    "detour": true
   },
   {
    "name": "obstacle",
    "title": "Obstacle",
    "meaning": "Something that is no ground of refusal stands in the way.",
    "source": "BUD 27(7)",
    "detour": true
   },
   {
    "name": "risk",
    "title": "Risk notified",
    "meaning": "Preserving would not secure the data, or would endanger the secret or the case: the requesting State decides.",
    "source": "UNCC 42(7)"
   },
   {
    "name": "proceed",
    "title": "Proceed",
    "meaning": "The requesting State wants it in spite of the risk.",
    "source": "UNCC 42(7)"
   },
   {
    "name": "stopped",
    "title": "Stopped",
    "meaning": "The requesting State wants no preservation at that risk.",
    "source": "UNCC 42(7)"
   },
   {
    "name": "refused",
    "title": "Refused",
    "meaning": "Refused with one of the few grounds that preservation knows, and reasons.",
    "source": "UNCC 42(5)-(6); BUD 29(4)-(5)",
    "final": true
   },
   {
    "name": "preserved",
    "title": "Preserved",
    "meaning": "The data are held until the date that the requested State gave, never less than the minimum.",
    "source": "UNCC 42(8)"
   },
   {
    "name": "extensionRequested",
    "title": "Extension asked for",
    "meaning": "Asked for before the hold expires; it runs on to its date meanwhile.",
    "source": "UNCC 42(9)"
   },
   {
    "name": "extensionRefused",
    "title": "Extension refused",
    "meaning": "The first date stands: the hold runs on to it.",
    "source": "UNCC 42(9)"
   },
   {
    "name": "heldPendingDecision",
    "title": "Held until the decision",
    "meaning": "The request for the data has come in time: the data are held until it is decided.",
    "source": "UNCC 42(8)"
   },
   {
    "name": "produced",
    "title": "Produced",
    "meaning": "What was held has been given under the request for the data.",
    "source": "UNCC 44"
   },
   {
    "name": "released",
    "title": "Released",
    "meaning": "The hold has ended.",
    "source": "UNCC 42(8)"
   },
   {
    "name": "withdrawn",
    "title": "Withdrawn",
    "meaning": "No longer asked for.",
    "source": "UNCC 40(26)",
    "final": true
   },
   {
    "name": "closed",
    "title": "Closed",
    "meaning": "Both sides hold it to be done; obligations live on.",
    "source": "practice",
    "final": true
   },
   {
    "name": "lapsed",
    "title": "Lapsed",
    "meaning": "Asked orally, never in writing, and put aside by both sides.",
    "source": "UNCC 40(14)",
    "final": true
   }
  ],
  "sets": {
   "asked": [
    "requested",
    "infoRequested",
    "obstacle",
    "risk",
    "proceed"
   ],
   "held": [
    "preserved",
    "extensionRequested",
    "extensionRefused",
    "heldPendingDecision"
   ],
   "done": [
    "stopped",
    "produced",
    "released"
   ],
   "ended": [
    "refused",
    "withdrawn",
    "closed"
   ]
  },
  "clocks": [
   {
    "name": "ORAL_CONFIRM",
    "title": "Written confirmation",
    "source": "UNCC 40(14)",
    "in": [
     "oralPending"
    ],
    "marks": [
     {
      "mark": "lapsed",
      "when": "end"
     }
    ]
   },
   {
    "name": "ACK_TARGET",
    "title": "Acknowledgement",
    "source": "service target, no treaty number",
    "in": [
     "requested",
     "infoRequested",
     "obstacle"
    ],
    "marks": [
     {
      "mark": "acknowledgementOverdue",
      "when": "end",
      "in": [
       "requested"
      ]
     }
    ]
   },
   {
    "name": "REPLY_BY",
    "title": "Answer",
    "source": "UNCC 40(16)",
    "in": [
     "infoRequested"
    ],
    "marks": [
     {
      "mark": "infoOverdue",
      "when": "end"
     }
    ]
   },
   {
    "name": "PRES_MIN",
    "title": "End of the hold",
    "source": "UNCC 42(8); BUD 29(7)",
    "in": [
     "preserved",
     "extensionRequested",
     "extensionRefused",
     "obstacle"
    ],
    "marks": [
     {
      "mark": "expiring",
      "when": "before"
     },
     {
      "mark": "lapsedMinimum",
      "when": "end"
     }
    ]
   }
  ],
  "answers": {
   "information-response": {
    "to": "information-request",
    "asking": "asked"
   },
   "use-consent": {
    "to": "use-request",
    "several": true,
    "lasting": true
   },
   "use-refuse": {
    "to": "use-request",
    "several": true,
    "lasting": true
   },
   "confidentiality-choice": {
    "to": "confidentiality-unable",
    "several": true
   },
   "preservation-instruct": {
    "to": "preservation-risk"
   },
   "preservation-extended": {
    "to": "preservation-extend"
   },
   "preservation-extension-refused": {
    "to": "preservation-extend"
   },
   "close": {
    "to": "close",
    "asking": "proposed",
    "outcome": "confirmed"
   },
   "reopen": {
    "to": "reopen",
    "asking": "proposed",
    "outcome": "confirmed"
   }
  },
  "opens": [
   {
    "on": "request",
    "by": "requesting",
    "to": "requested",
    "starts": [
     {
      "clock": "ACK_TARGET",
      "ends": "profile"
     }
    ],
    "source": "UNCC 42(1)-(3); BUD 29(1)-(2)"
   },
   {
    "on": "contact-note",
    "by": "requested",
    "to": "oralPending",
    "starts": [
     {
      "clock": "ORAL_CONFIRM",
      "ends": "profile"
     }
    ],
    "source": "UNCC 40(14); R-13"
   }
  ],
  "rows": [
   {
    "from": "oralPending",
    "on": "request",
    "by": "requesting",
    "to": "requested",
    "starts": [
     {
      "clock": "ACK_TARGET",
      "ends": "profile"
     }
    ],
    "stops": [
     "ORAL_CONFIRM"
    ],
    "source": "UNCC 40(14)"
   },
   {
    "from": [
     "asked",
     "held"
    ],
    "on": "acknowledgement",
    "by": "requested",
    "to": "same",
    "stops": [
     "ACK_TARGET"
    ],
    "source": "practice"
   },
   {
    "from": [
     "withdrawn",
     "stopped"
    ],
    "on": "acknowledgement",
    "by": "requested",
    "to": "same",
    "source": "practice"
   },
   {
    "from": "asked",
    "on": "forwarded",
    "by": "requested",
    "to": "same",
    "needs": [
     "sameState"
    ],
    "source": "BUD 27(9)(c)"
   },
   {
    "from": [
     "requested",
     "infoRequested",
     "obstacle",
     "proceed"
    ],
    "on": "information-request",
    "outcome": "asked",
    "by": "requested",
    "to": "infoRequested",
    "starts": [
     {
      "clock": "REPLY_BY",
      "ends": [
       "/replyBy"
      ]
     }
    ],
    "stops": [
     "PRES_MIN"
    ],
    "source": "UNCC 40(16)"
   },
   {
    "from": "infoRequested",
    "on": "information-request",
    "outcome": "goesOn",
    "by": "requested",
    "to": "return",
    "stops": [
     "REPLY_BY"
    ],
    "source": "UNCC 40(16)"
   },
   {
    "from": [
     "requested",
     "obstacle",
     "risk",
     "proceed",
     "held"
    ],
    "on": "information-request",
    "outcome": "goesOn",
    "by": "requested",
    "to": "same",
    "source": "UNCC 40(16)"
   },
   {
    "from": "infoRequested",
    "on": "information-response",
    "by": "requesting",
    "to": "return",
    "stops": [
     "REPLY_BY"
    ],
    "source": "UNCC 40(16)"
   },
   {
    "from": [
     "asked",
     "held"
    ],
    "on": "obstacle",
    "outcome": "obstacle",
    "by": "requested",
    "to": "obstacle",
    "stops": [
     "REPLY_BY"
    ],
    "source": "BUD 27(7)"
   },
   {
    "from": [
     "requested",
     "infoRequested",
     "proceed"
    ],
    "on": "preservation-risk",
    "by": "requested",
    "to": "risk",
    "stops": [
     "ACK_TARGET",
     "REPLY_BY"
    ],
    "source": "UNCC 42(7)"
   },
   {
    "from": "obstacle",
    "on": "preservation-risk",
    "by": "requested",
    "to": "risk",
    "needs": [
     "notHeld"
    ],
    "stops": [
     "ACK_TARGET",
     "PRES_MIN"
    ],
    "source": "UNCC 42(7)"
   },
   {
    "from": "risk",
    "on": "preservation-instruct",
    "outcome": "proceed",
    "by": "requesting",
    "to": "proceed",
    "source": "UNCC 42(7)"
   },
   {
    "from": "risk",
    "on": "preservation-instruct",
    "outcome": "stop",
    "by": "requesting",
    "to": "stopped",
    "source": "UNCC 42(7)"
   },
   {
    "from": [
     "requested",
     "infoRequested",
     "obstacle",
     "proceed"
    ],
    "on": "preservation-confirm",
    "outcome": "preserved",
    "by": "requested",
    "to": "preserved",
    "needs": [
     "minimumKept"
    ],
    "starts": [
     {
      "clock": "PRES_MIN",
      "begins": "/since",
      "ends": [
       "/until"
      ]
     }
    ],
    "stops": [
     "ACK_TARGET",
     "REPLY_BY"
    ],
    "source": "UNCC 42(4), 42(8); BUD 29(3), 29(7); R-10"
   },
   {
    "from": [
     "requested",
     "infoRequested",
     "risk",
     "proceed"
    ],
    "on": "decision",
    "outcome": "refused",
    "by": "requested",
    "to": "refused",
    "needs": [
     "groundsAllowed",
     "consulted"
    ],
    "stops": [
     "ACK_TARGET",
     "REPLY_BY"
    ],
    "source": "UNCC 42(5)-(6); BUD 29(4)-(5); R-19"
   },
   {
    "from": "obstacle",
    "on": "decision",
    "outcome": "refused",
    "by": "requested",
    "to": "refused",
    "needs": [
     "notHeld",
     "groundsAllowed",
     "consulted"
    ],
    "stops": [
     "ACK_TARGET",
     "PRES_MIN"
    ],
    "source": "UNCC 42(5)-(6); BUD 29(4)-(5); R-19"
   },
   {
    "from": [
     "preserved",
     "extensionRequested",
     "extensionRefused"
    ],
    "on": "preservation-extend",
    "by": "requesting",
    "to": "extensionRequested",
    "needs": [
     "beforeEnd",
     "laterEnd"
    ],
    "source": "UNCC 42(9)"
   },
   {
    "from": "extensionRequested",
    "on": "preservation-extended",
    "by": "requested",
    "to": "preserved",
    "needs": [
     "laterEnd"
    ],
    "starts": [
     {
      "clock": "PRES_MIN",
      "ends": [
       "/until"
      ]
     }
    ],
    "source": "UNCC 42(9)"
   },
   {
    "from": "extensionRequested",
    "on": "preservation-extension-refused",
    "by": "requested",
    "to": "extensionRefused",
    "source": "UNCC 42(9)"
   },
   {
    "from": [
     "preserved",
     "extensionRequested",
     "extensionRefused"
    ],
    "on": "preservation-link",
    "by": "requesting",
    "to": "heldPendingDecision",
    "needs": [
     "beforeEnd"
    ],
    "stops": [
     "PRES_MIN"
    ],
    "source": "UNCC 42(8); BUD 29(7)"
   },
   {
    "from": "heldPendingDecision",
    "on": "preservation-release",
    "outcome": "produced",
    "by": "requested",
    "to": "produced",
    "source": "UNCC 42(8), 44"
   },
   {
    "from": [
     "preserved",
     "extensionRequested",
     "extensionRefused"
    ],
    "on": "preservation-release",
    "outcome": "produced",
    "by": "requested",
    "to": "produced",
    "needs": [
     "minimumPassed"
    ],
    "stops": [
     "PRES_MIN"
    ],
    "source": "UNCC 42(8), 44"
   },
   {
    "from": "heldPendingDecision",
    "on": "preservation-release",
    "outcome": "released",
    "by": "both",
    "to": "released",
    "source": "UNCC 42(8)"
   },
   {
    "from": [
     "preserved",
     "extensionRequested",
     "extensionRefused"
    ],
    "on": "preservation-release",
    "outcome": "released",
    "by": "requested",
    "to": "released",
    "needs": [
     "minimumPassed"
    ],
    "stops": [
     "PRES_MIN"
    ],
    "source": "UNCC 42(8)"
   },
   {
    "from": [
     "preserved",
     "extensionRequested",
     "extensionRefused"
    ],
    "on": "preservation-release",
    "outcome": "released",
    "by": "requesting",
    "to": "released",
    "stops": [
     "PRES_MIN"
    ],
    "source": "UNCC 40(26)"
   },
   {
    "from": [
     "oralPending",
     "asked",
     "held"
    ],
    "on": "withdraw",
    "by": "requesting",
    "to": "withdrawn",
    "stops": [
     "ACK_TARGET",
     "ORAL_CONFIRM",
     "PRES_MIN",
     "REPLY_BY"
    ],
    "source": "UNCC 40(26)"
   },
   {
    "from": [
     "asked",
     "held"
    ],
    "on": "status-request",
    "by": "requesting",
    "to": "same",
    "source": "UNCC 40(26)"
   },
   {
    "from": "obstacle",
    "on": "status-report",
    "outcome": "underReview",
    "by": "requested",
    "to": "return",
    "source": "UNCC 40(26)"
   },
   {
    "from": "obstacle",
    "on": "status-report",
    "outcome": "executing",
    "by": "requested",
    "to": "return",
    "source": "UNCC 40(26)"
   },
   {
    "from": [
     "asked",
     "held"
    ],
    "on": "status-report",
    "outcome": "unchanged",
    "by": "requested",
    "to": "same",
    "source": "UNCC 40(26)"
   },
   {
    "from": [
     "oralPending",
     "obstacle",
     "done"
    ],
    "on": "close",
    "outcome": "proposed",
    "by": "both",
    "to": "same",
    "source": "practice"
   },
   {
    "from": "oralPending",
    "on": "close",
    "outcome": "confirmed",
    "by": "both",
    "to": "lapsed",
    "stops": [
     "ORAL_CONFIRM"
    ],
    "source": "UNCC 40(14)"
   },
   {
    "from": [
     "obstacle",
     "done"
    ],
    "on": "close",
    "outcome": "confirmed",
    "by": "both",
    "to": "closed",
    "stops": [
     "ACK_TARGET",
     "PRES_MIN"
    ],
    "source": "practice"
   },
   {
    "from": "refused",
    "on": "reopen",
    "outcome": "proposed",
    "by": "both",
    "to": "same",
    "source": "practice"
   },
   {
    "from": "refused",
    "on": "reopen",
    "outcome": "confirmed",
    "by": "both",
    "to": "requested",
    "source": "practice"
   },
   {
    "from": [
     "held",
     "done",
     "closed"
    ],
    "on": "use-request",
    "by": "requesting",
    "to": "same",
    "source": "UNCC 36(3), 40(19)"
   },
   {
    "from": [
     "held",
     "done",
     "closed"
    ],
    "on": "use-consent",
    "by": "requested",
    "to": "same",
    "source": "UNCC 36(3), 40(19)"
   },
   {
    "from": [
     "held",
     "done",
     "closed"
    ],
    "on": "use-refuse",
    "by": "requested",
    "to": "same",
    "source": "UNCC 36(3), 40(19)"
   },
   {
    "from": [
     "oralPending",
     "asked",
     "held",
     "done",
     "ended"
    ],
    "on": "contact-note",
    "by": "both",
    "to": "same",
    "source": "R-13"
   },
   {
    "from": [
     "asked",
     "held"
    ],
    "on": "supplement",
    "by": "requesting",
    "to": "same",
    "source": "UNCC 40(16)"
   },
   {
    "from": [
     "asked",
     "held"
    ],
    "on": "confidentiality-unable",
    "by": "requested",
    "to": "same",
    "source": "UNCC 40(20), 42(7); BUD 27(8)"
   },
   {
    "from": [
     "asked",
     "held"
    ],
    "on": "confidentiality-choice",
    "outcome": "proceed",
    "by": "requesting",
    "to": "same",
    "source": "BUD 27(8)"
   },
   {
    "from": "asked",
    "on": "confidentiality-choice",
    "outcome": "stop",
    "by": "requesting",
    "to": "stopped",
    "stops": [
     "ACK_TARGET",
     "PRES_MIN",
     "REPLY_BY"
    ],
    "source": "UNCC 42(7); BUD 27(8)"
   },
   {
    "from": "held",
    "on": "confidentiality-choice",
    "outcome": "stop",
    "by": "requesting",
    "to": "released",
    "stops": [
     "PRES_MIN"
    ],
    "source": "UNCC 42(7); BUD 27(8)"
   },
   {
    "from": [
     "obstacle",
     "done",
     "ended"
    ],
    "on": "outcome-report",
    "by": "both",
    "to": "same",
    "source": "BUD 24(6); practice"
   }
  ]
 }
}
