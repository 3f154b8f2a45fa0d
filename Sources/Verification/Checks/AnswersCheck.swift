/// That a subject gives an answer at all: where there is one, the check holds.
struct AnswersCheck: SubjectCheck {
  var identity: Check { .answers }

  func outcome<Scalar>(on asked: AnsweredProblem<Scalar>) -> CheckOutcome { .held(isDecidable: true) }
}
