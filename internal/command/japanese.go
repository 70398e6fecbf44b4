package command

// JapaneseVerbs are the Japanese spellings of the verbs, as typed after the slash (／確認 or /確認).
var JapaneseVerbs = map[string]string{
	"確認": "ack", "対応": "ack", "対応開始": "ack",
	"重大度": "severity", "深刻度": "severity",
	"メモ": "note", "記録": "note",
	"更新": "update", "状況": "update",
	"特定": "identified", "原因": "identified", "原因特定": "identified",
	"修正中": "fixing", "緩和": "mitigated", "緩和済み": "mitigated",
	"修正": "fixed", "修正済み": "fixed",
	"復旧": "recovered", "解決": "recovered",
	"分析": "triaged", "分析済み": "triaged", "学習": "learned", "振り返り": "learned",
	"開始": "started", "検知": "detected",
	"アクション": "action", "対策": "action",
	"分類": "isu", "検証": "verified", "検証済み": "verified", "確認済み": "verified",
	"リード": "lead", "指揮": "lead", "作業担当": "ops", "広報": "comms", "解除": "unassign",
	"引き継ぎ": "handoff", "引継ぎ": "handoff", "交代": "handoff", "静かに": "quiet", "元に戻す": "undo", "公開": "publish", "呼び出し": "page", "なぜ": "why",
	"影響": "impact", "コンポーネント": "components", "リンク": "link",
	"インシデント": "incident", "宣言": "incident", "取消": "cancel", "取り消し": "cancel", "重複": "duplicate",
	"終了": "close", "再開": "reopen", "ポストモーテム": "postmortem", "ヘルプ": "help",
}
