/// That a subject gives an answer at all: where there is one, the check holds.
package struct AnswersCheck: SubjectCheck {
  package init() {}

  package var identity: Check { .answers }

  package func outcome<Scalar>(on asked: AnsweredProblem<Scalar>) -> CheckOutcome { .held(isDecidable: true) }
}
