"""The use cases, each once: the command line and the screen are two thin front ends of this package.

A service takes a project or a store and returns records, or does what was asked and says what it did. It has
no words for a person but those that both front ends say alike, and no rule is outside of it that one of them
would have to know. Nothing is imported here, so that a front end loads what it uses and no more.

What is asked for              Module              Command            Screen
-----------------------------  ------------------  -----------------  --------------------------------------
articles, sentences, a search  `articles`,         list, show,        library (from the index, page by page)
                               `article_text`      sentences, search
every hit, a row each          `concordance`,      search --lines     concordance
                               `concordance_query`
amounts, by what is counted    `figures`,          figures            list of quantities
                               `figure_index`
amounts linked                 `figure_links`                         list of quantities
the index                      `indexing`          index              library, beside the keys
tags on a sentence or a span   `tagging`                              reader, tag picker
one tag on many annotations    `bulk_tagging`                         claims board
attributes of an annotation    `attributes`                           reader's details
every change, saved            `saving`            import, merge,     all, by `tui.session`
                                                   restore
undo and redo                  `undo`                                 all
what a line is                 `line_kinds`        sentences          reader
who decided how many           `annotators`        list --annotators  library
who claims, remembered         `claimants`                           reader's details
damaged texts repaired         `text_repair`       --repair-text      dialog of an article
copies of one text             `wire_copies`       list, report       library, board, figures
what is suggested of sentences `suggestions`,      suggest            reader
                               `suggested_sentences`,
                               `suggested_pairs`
what is about the same matter  `related`                              reader
the pace of the work           `work_pace`                            reader
the claims, found and sorted   `claim_index`,                         claims board
                               `claim_search`
contradictions, by sides       `questions`         report             sides, matrix of sources
claims to link one with        `related_claims`                       list of claims to link
claimants that are one person  `people`            report             claims board
a ready scheme chosen          `scheme_choice`                       first start
whether there is anything      `corpus_check`                         dialog that opens a folder
tags renamed and merged        `recoding`          scheme
what is used of the scheme     `scheme_use`        scheme
an export                      `export`            export             export dialog
an import                      `importing`         import
a report for people            `report`            report
agreement of two people        `agreement`         compare            list of disagreements
agreement of any number        `team_agreement`,   compare            agreement, matrix of kappa
                               `pair_agreement`
what pulls it down             `costliest`                            sentences that cost most agreement
what chosen people say         `said_by`           export, report,    export dialog
                                                   figures
a team begun, joined, told of  `team`,             team
                               `taking_along`
whose the articles are         `team_picture`,     team, search       library
                               `team_filter`
a colleague's word taken over  `taking_over`                          reader
disagreements settled          `adjudication`      the reader's       list of disagreements
                                                   --review
gold decided and published     `gold`, `team`      the reader's       the same list
                                                   --gold; team
annotations follow articles    `reanchoring`                          list of changed articles
the same, for who only reads   `following`         list, export,
                                                   report, figures,
                                                   compare, verify
two files made one             `merging`           merge
who changed what               `history`           history
all as it should be            `verification`      verify
a way back                     `restoring`         restore

Parts that several of them have: `output_paths` (whether a path may be written), `export_filter` (a choice of
annotations as it was typed), `annotation_files` (somebody's annotations file, read and not changed),
`looked_at` (annotations shown otherwise than they were saved),
`agreement_items` (what several people say of one sentence) and `agreement_measures` (kappa, alpha, F1:
arithmetic alone).
"""
