// Laws that every LSTM obeys: transform the problem, predict the answer. No law needs an oracle, and none decides what
// passes: the caller knows the radii and compares. `Laws.all` relates the answers to two problems, `CallLaws.all`
// looks at one call and what it leaves behind.
