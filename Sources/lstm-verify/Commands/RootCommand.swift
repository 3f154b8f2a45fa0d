import ArgumentParser
import Catalog
import Verification

/// The program: a list of commands. It has no option of its own, which would be taken out of what a command is given.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lstm-verify",
    abstract: "Tells whether an LSTM implementation is right, and if not, where and why.",
    usage: "lstm-verify --fuzz <N> [<options>]\nlstm-verify <subcommand>",
    discussion: """
      'lstm-verify campaign --help' has the options of --fuzz. Exit status: 0 all checks held; 1 a subject is wrong; \
      2 misuse, input that cannot be read, or a report that cannot be written; 3 no verdict, because coverage \
      goals were not met or too little could be judged; 130 interrupted. 1 comes before 130, before 3, before 2.
      """,
    version: Catalog.version,
    subcommands: [
      CampaignCommand.self, CheckCommand.self, GoldenCommand.self, ReplayCommand.self, ShowCommand.self,
      BackendsCommand.self, EquationsCommand.self, MutantsCommand.self, SensitivityCommand.self, FaithfulCommand.self,
      ProbeCommand.self, DiagnoseCommand.self, IdentifyCommand.self, MatrixCommand.self, ConvertCommand.self,
      BenchCommand.self, GrowthCommand.self, WorkerCommand.self,
    ],
    defaultSubcommand: CampaignCommand.self)
}
