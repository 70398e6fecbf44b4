package timeline

// What a comment is worth is data: what each kind of comment counts, what who said it and when adds, and the words by which
// the kinds are told apart. A word stands in one list only, the longest phrase wins: "welcome back" does not tell that
// something is back.

// kind is what a comment is, by its words.
type kind int

// The kinds.
const (
	noise   kind = iota // agrees, thanks, waves: nothing for a timeline
	asking              // asks, and tells nothing
	neutral             // says something
	telling             // tells a state, a change or a cause
)

// worth is what each kind counts.
var worth = map[kind]int{noise: -9, asking: 0, neutral: 1, telling: 3}

// What is added, and how much makes a row.
const (
	byResponder = 1
	inResponse  = 1
	enough      = 2
)

// noisePhrases agree, thank, greet, wave and ask for news. A comment of nothing else, but for fillers, is noise.
var noisePhrases = []string{
	"+1", "-1", "1+", "lgtm", "sgtm", "ok", "okay", "k", "kk", "yes", "yep", "yeah", "yup", "no", "nope", "sure", "agreed",
	"agree", "i agree", "same", "same here",
	"same issue", "same problem", "same for me", "same for us", "me too", "us too", "also me", "ditto", "this", "thanks",
	"thank you", "thx", "ty", "tysm", "cheers", "kudos",
	"thanks for the fix", "thanks for fixing", "thank you for fixing", "thanks for the quick fix",
	"thank you for the quick fix", "thanks for the report", "thanks for reporting",
	"thanks for the update", "thanks for the updates", "appreciated", "appreciate it", "much appreciated", "nice", "great",
	"awesome", "cool", "perfect", "excellent", "good job",
	"great job", "nice job", "great work", "good work", "nice work", "well done", "good to know", "good luck", "congrats",
	"congratulations", "sorry", "no worries", "no problem",
	"np", "yw", "you're welcome", "welcome", "welcome back", "hi", "hello", "hey", "good morning", "good evening",
	"good night", "bye", "lol", "haha", "wow", "oops", "ouch",
	"oh no", "ack", "acked", "noted", "got it", "understood", "roger", "copy that", "will do", "makes sense", "sounds good",
	"fair enough", "done", "bump", "ping", "following",
	"subscribed", "subscribing", "interested", "any update", "any updates", "any news", "any progress", "any eta",
	"updates please", "update please", "brb", "be right back",
	"i'll be back", "will be back", "back in", "get back to you", "back to you", "ship it", "first", "test",
	"testing testing", "ignore", "please ignore",
}

// fillers carry nothing by themselves.
var fillers = []string{
	"a", "an", "the", "all", "everyone", "everybody", "team", "folks", "guys", "so", "very", "much", "really", "also", "too",
	"here", "there", "please", "for", "to", "on", "of", "and",
	"lot", "again", "your", "you", "we", "i", "it", "is", "that", "this one", "info", "information", "heads", "up", "quick",
	"response", "help", "hard", "work", "that's", "as", "well",
	"from", "me", "us", "my", "side", "just", "indeed", "totally", "with", "everything", "handling", "looking into this",
	"looking into it",
}

// tellingPhrases tell a state, a change, a cause, a measure.
var tellingPhrases = []string{
	// how it is
	"back", "up again", "is up", "recovered", "recovering", "recovers", "recovery", "resolved", "fixed", "fix", "works",
	"works again", "working", "healthy", "stable", "stabilized",
	"stabilised", "normal", "green", "all clear", "down", "outage", "broken", "breaks", "broke", "fails", "failing",
	"failed", "failure", "failures", "error", "errors", "erroring", "timeout",
	"timeouts", "timing out", "timed out", "times out", "slow", "slower", "latency", "crash", "crashed", "crashes",
	"crashing", "crashloop", "crashlooping", "degraded", "unreachable",
	"unavailable", "unresponsive", "stuck", "hanging", "hangs", "hung", "blocked", "lost", "missing", "dropping", "dropped",
	"5xx", "4xx", "intermittent", "intermittently", "flapping", "worse",
	"better", "improving", "improved", "gone", "happening again", "all good now", "looks good now", "looks good again",
	"loads again", "rejected", "refused", "denied", "throttled", "throttling",
	// what was done
	"rolled back", "rolling back", "roll back", "rollback", "revert", "reverted", "reverting", "deploy", "deployed",
	"deploying", "deployment", "redeployed", "redeploying", "restart",
	"restarted", "restarting", "reboot", "rebooted", "rebooting", "failover", "failed over", "failing over", "scaled",
	"scaling", "drained", "draining", "disabled", "disabling", "enabled",
	"enabling", "turned off", "turned on", "switched", "switching", "purged", "flushed", "cleared", "merged", "released",
	"hotfix", "patched", "patch", "workaround", "mitigated", "mitigation",
	"escalated", "escalating", "paged", "paging", "called", "contacted", "opened a ticket", "support ticket", "feature flag",
	"increased", "decreased", "raised", "lowered", "killed", "replaced",
	"migrated", "restored", "restoring", "investigating", "looking into", "taking a look", "on it", "i'm on it", "joined",
	"handing over",
	// what it is
	"cause", "caused", "caused by", "causes", "because", "root cause", "due to", "found", "looks like", "seems", "suspect",
	"suspected", "reproduced", "reproduce", "bisected", "regression", "leak",
	"leaking", "memory", "cpu", "disk", "disk full", "out of memory", "oom", "oomkilled", "certificate", "expired", "dns",
	"database", "replica", "connection pool", "pool", "queue", "backlog",
	"deadlock", "lock", "log", "logs", "stack trace", "metrics", "graph", "graphs", "dashboard", "spike", "spikes",
	"traffic", "monitoring", "alert", "alerts", "alerting", "config", "migration",
	"cache", "network", "provider", "upstream", "rate limit", "confirmed", "identified", "exception", "panic", "segfault",
	"null pointer",
	// whom it hurts
	"customer", "customers", "users", "impact", "impacted", "affected", "affects", "affecting", "reports of", "still seeing",
	"still happening", "eta",
}

// tellingJapanese and noiseJapanese do the same for a language without spaces, by parts of words.
var tellingJapanese = []string{
	"復旧", "復活", "復帰", "回復", "直り", "直った", "直っ", "治り", "治っ", "解消", "収束", "正常", "安定", "落ち",
	"ダウン", "障害", "不具合", "エラー", "失敗", "遅い", "遅延", "遅く", "重い", "タイムアウト", "停止", "止ま",
	"再起動", "リスタート", "ロールバック", "切り戻", "巻き戻", "戻し", "戻り", "戻っ", "デプロイ", "リリース", "リバート",
	"切り替え", "切替", "フェイルオーバー", "スケール", "無効化", "有効化", "再開",
	"原因", "判明", "特定", "影響", "再現", "発生", "まだ", "接続", "つなが", "繋が", "暫定", "対処", "修正", "監視",
	"アラート", "検知", "負荷", "枯渇", "漏れ", "リーク", "メモリ", "ディスク", "証明書", "期限切れ", "データベース",
	"ログ", "グラフ", "急増", "急減", "増加", "減少", "見えない", "見えません", "使えない", "使えません", "使えるよう",
	"動かない", "動きません", "動くよう", "動いて", "調査", "お客様", "ユーザー", "問い合わせ", "連絡しました",
	"エスカレーション",
}

// noiseJapanese is everything that a comment of noise is made of.
var noiseJapanese = []string{
	"ありがとうございました", "ありがとうございます", "ありがとう", "ご対応", "対応", "迅速な", "調査ありがとうございます",
	"どうもです", "どうも", "感謝です", "感謝", "助かります", "助かりました", "了解しました", "了解いたしました", "了解です",
	"了解", "りょうかい", "りょ", "承知しました", "承知いたしました", "承知です", "承知",
	"お疲れ様です", "お疲れ様でした", "お疲れさまです", "お疲れさまでした", "おつかれさまです", "おつかれ", "なるほど",
	"同じく", "同じです", "同感です", "私もです", "私も", "うちもです", "うちも", "こちらも同じです", "こちらも", "いいね",
	"いいですね", "良いですね", "よろしくお願いします", "よろしくお願いいたします", "よろしく", "お願いします",
	"すみません", "すいません", "ごめんなさい", "申し訳ありません", "はい", "いいえ", "そうですね", "確かに", "わかりました",
	"分かりました", "おはようございます", "こんにちは", "こんばんは", "素晴らしい", "さすがです", "さすが", "最高です",
	"最高", "乙です", "乙", "です", "ます", "ね", "！", "さん", "皆さん", "みなさん", "本当に", "大変", "草", "笑", "ですか",
	"何か進展", "進展", "どうですか", "どうなりましたか", "状況", "いかがでしょうか", "いかがですか", "は", "の", "に", "を",
	"も",
}
