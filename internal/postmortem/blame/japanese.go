package blame

import (
	"strings"

	"github.com/sensible-im/sensible/internal/pattern"
)

// Who, in Japanese: a login, a name with a title, a role. A role that goes on as another noun (担当者向け画面) is none, which
// the particle after it tells.
const (
	whoJa = `(?:@[A-Za-z0-9][A-Za-z0-9-]*(?:/[A-Za-z0-9-]+)? ?(?:さん|氏)? ?|(?:田中|鈴木|佐藤|高橋|伊藤|渡辺|山本|中村|小林|加藤|吉田|山田|佐々木|松本|井上|木村|清水|山口)|[\p{Han}\p{Katakana}ーA-Za-z]{1,12}(?:さん|氏|くん|君)|` +
		`(?:(?:当番|担当|作業|運用|開発|管理|責任|操作|実施|承認|新人|委託先の?|現場の?|弊社の?|夜勤の?|当直の?|インフラ|データベース|[\p{Han}\p{Katakana}ー]{0,8})` +
		`(?:担当者|担当|作業者|作業員|オペレーター|オペレータ|エンジニア|開発者|運用者|レビュアー|レビュワー|レビューア|レビュー担当|管理者|責任者|実施者|承認者|当番|オンコール|社員|メンバー|新人|チーム|スタッフ|プログラマー?|マネージャー?|リーダー|従業員|インターン|担当チーム|要員))` +
		`|彼女?ら?|誰か|本人|上司|部長|課長|社長|責任者|部下|同僚|先輩|後輩|人間|あなた|[A-Z][a-z]+(?:さん)?)`
	selfJa = `(?:私|わたし|僕|ぼく|俺|自分)(?:たち|達)?`
	// lapseJa are faults as verbs, in forms that tell of something done.
	lapseJa = `(?:(?:し|やり|入れ|消し|戻し|付け|つけ|出し|押し|替え|変え|閉じ|開け|切り|外し|送り|書き)?忘れ(?:た|て|まし)|失念|怠(?:った|って|り|ってい|っていた)|見落と(?:し|す)|見逃(?:し|す)|` +
		`間違え(?:た|て|まし)|間違っ(?:た|て)|誤(?:って|った|り、)|うっかり|無視し|放置し|サボっ|さぼっ|手を抜い|ミスを?し|ミスっ|しくじ|やらかし|壊し(?:た|て|まし)|` +
		`引き起こし|勘違い|思い込[みん]|勝手に|無断で|独断で|不用意に|軽率に|ろくに|きちんと[^。]{0,12}なかった|` +
		`(?:て|で)しま(?:った|って|いました)|(?:受け|読ま|見|守ら|待た|聞か|使わ|従わ)ずに?[^。]{0,20}(?:た|して)|(?:手順|確認|レビュー|テスト|工程|ステップ)を(?:飛ばし|スキップし|省い|省略し)|気(?:が|は)?[付づつ]か(?:ず|ないまま)|(?:手順書?|ルール|規則|規約|ガイド|文書|ドキュメント|警告|通知)を(?:守ら|読ま|見|確認し)なかった|(?:テスト|確認|検証|レビュー|バックアップ|連絡|報告|試験|点検)を(?:実施し|行わ|行なわ|取ら|せ|し)(?:なかった|ず)|気(?:が|は)?付かなかった|気づかなかった|(?:し|確認せ|テストせ|検証せ|レビューせ|相談せ|連絡せ|報告せ)(?:ず|ないまま)に?[、]?[^。]{0,20}(?:た|して)|` +
		`(?:確認|テスト|検証|レビュー|チェック|連絡|報告|相談|対応|把握|理解|注意|共有|周知|応答|監視|準備|エスカレーション|バックアップ)(?:を|も|は)?(?:し(?:な|てい?な)かった|しませんでした|していませんでした|できていなかった))`
	// viceJa are faults as nouns.
	viceJa = `(?:(?:操作|作業|確認|連携|伝達|入力|設定|判断|対応|連絡|単純|ケアレス|うっかり|凡)?ミス|不注意|過失|怠慢|落ち度|責任|せい|失態|無責任|確認不足|連携不足|注意不足|認識不足|知識不足|理解不足|経験不足|スキル不足|準備不足|検討不足|連絡不足|力量不足|見落とし|見逃し|確認漏れ|連絡漏れ|対応漏れ|作業漏れ|忘れ|失念|勘違い|思い込み|誤操作|誤り|間違い|不手際|判断の?誤り)`
	dutyJa = `(?:確認|テスト|検証|レビュー|チェック|連絡|報告|相談|注意|共有|エスカレーション|対応|準備|周知|質問|精査|判断|バックアップ|ロールバック|確認を|停止|復旧|待つ|気付く|気づく|読む)`
)

var (
	failingJa  = pattern.Of(whoJa + `(?:が|は|も|により|によって|によりまして|の方で|側で)[^。！？?]{0,60}?` + lapseJa)
	ownedJa    = pattern.Of(whoJa + `(?:の|による|側の|個人の|間の|同士の)(?:[^。、がは]{0,12}(?:での|における|の))?` + viceJa)
	brokenJa   = pattern.Of(whoJa + `の(?:壊れた|バグのある|バグった|間違った|誤った|不完全な|未検証の|未テストの|テストしていない|雑な|ひどい|不適切な)`)
	brokeJa    = pattern.Of(whoJa + `の(?:PR|プルリクエスト|変更|コミット|コード|デプロイ|設定変更|パッチ|スクリプト|操作|作業)(?:が|で|に|により|によって|のせいで)[^。]{0,30}(?:壊|引き起こ|障害を|落ち|落と|停止させ|バグ|誤りが|ミスが|不具合が)`)
	nominalJa  = pattern.Of(`ヒューマン・?エラー|人為(?:的な?)?(?:ミス|エラー|過誤|な誤り)|人的(?:な)?(?:ミス|エラー|過誤|要因による障害)|オペ(?:レーション)?ミス|操作ミス|作業ミス|ケアレスミス|うっかりミス|ポカミス|不注意|怠慢|誤操作|確認不足が原因|確認(?:を|が)?怠|怠った|怠っていた|怠慢|注意不足`)
	pastDutyJa = pattern.Of(`べき(?:だった|であった|でした|だったのに)`)
	whoPastJa  = pattern.Of(`(?:` + whoJa + `)(?:が|は|も|なら|として)[^。]{0,50}べき(?:だった|であった|でした)`)
	dutyPastJa = pattern.Of(dutyJa + `(?:を|も)?(?:しておく|する|す|行う|取る|とる|しておいて|)べき(?:だった|であった|でした)`)
	somebodyJa = pattern.Of(`(?:誰か|だれか|何者か)が[^。]{0,20}(?:消し|削除し|変更し|止め|落とし|抜い|切っ|触っ)(?:た|て)`)
	hadDoneJa  = pattern.Of(`(?:注意|確認|テスト|検証|レビュー|チェック|連絡|相談|報告)(?:を|さえ)?(?:していれば|しておけば|すれば)[^。]{0,20}(?:防げ|避けられ|起き(?:な|ま)|回避でき|気づけ)`)
	causeJa    = pattern.Of(`(?:原因|犯人|元凶|責任)(?:は|が)[、]?` + whoJa + `(?:だ|で|に|です|である|。|$|が)|` + whoJa + `(?:が|に)(?:原因(?:だ|で|と|。|$)|悪い|悪かった|責任がある|犯人)|` + whoJa + `の(?:せい|責任|過失)`)
	badWorkJa  = pattern.Of(whoJa + `(?:が|は)[^。]{0,40}(?:未テストの|未検証の|テストしていない|壊れた|バグのある|誤った|間違った|レビューされていない|レビューなしで|テストなしで|確認なしで|承認なしで|無許可で)[^。]{0,30}(?:た|して)`)
	selfFault  = pattern.Of(selfJa + `(?:が|は|も|の)[^。]{0,60}?(?:` + lapseJa + `|` + viceJa + `|べき(?:だった|でした|であった))`)
	sorryJa    = pattern.Of(`(?:すみません|すいません|申し訳(?:ありません|ない|ございません)|ごめん|失礼しました|お詫び)`)
	bareLapse  = pattern.Of(`(?:のを|を)?(?:し|消し|戻し|入れ|外し)?忘れ(?:た|て(?:い|た|しま)|まし)|失念し|ミスし|ミスりま|見落とし(?:て|た|まし)|間違えました|やらかし`)
	// systemSubjectJa is a subject that is no person: it may fail, forget and break.
	takenBackJa = pattern.Of(`(?:誰|だれ|個人|特定の人|人|担当者|@[A-Za-z0-9-]+さん|@[A-Za-z0-9-]+)(?:の|に|も|を|が)?(?:せい|責任|過失|ミス|悪)?(?:で|は|に|も|を|が)?(?:はない|ではない|ではありません|でもない|もない|責め(?:ない|ず|るもの|る意図)|悪くない|悪くありません|問わない)|` +
		`(?:ミス|エラー|不注意|誤操作|過失|怠慢|せい|責任|忘れ|見落とし|漏れ)(?:など)?(?:では(?:ない|なく|ありません)|でなく|を(?:[^。]{0,10})?(?:防|避け|減ら|なく|検知|検出|回避|前提|許容|責め|想定|低減|抑)|が(?:起き|起こ|発生し|あ)(?:ても|にくい|ない|る前提|らない|りえ|り得)|防止|対策|として片付け|と(?:して)?(?:片付け|呼ば|決めつけ)|に強い|の余地|の可能性|のリスク|しても|しにくい|し(?:ない|なく)|ないよう)|` +
		`忘れて(?:も|は|い?ない)|忘れなかった|間違えても|間違えにくい|ないよう(?:に|な)|にくい(?:設計|仕組み|よう)|非難しない|責めない|ブレームレス|怠らな`)
	quotedJa   = pattern.Of(`「[^」]*」|『[^』]*』|"[^"]*"|“[^”]*”`)
	questionJa = pattern.Of(`(?:か|の|かな|でしょうか)?[？?]\s*$|(?:だろうか|でしょうか|ですか|ますか|たか)[。]?\s*$`)
	ifJa       = pattern.Of(`(?:もし|仮に)|(?:た|る)(?:場合|とき|際)(?:に|は|、|で)`)
	praiseJa   = pattern.Of(`(?:誤って|誤った|間違った|壊れた|不完全な|忘れ)[^。]{0,25}(?:を|に)[^。]{0,20}(?:気付い|気づい|発見|見つけ|修正|復元|復旧|戻し|切り戻|直し|指摘|差し戻|ロールバック|リバート|特定|検知|報告|revert)`)
	machineJa  = pattern.Of(`(?:アラート|監視|システム|サーバー?|バッチ|ジョブ|ノード|サービス|プロセス|スクリプト|コントローラー?|デプロイ|設定値|上限|下限|値|閾値|しきい値|リトライ|キャッシュ|パイプライン|ボット|ツール|クライアント|ライブラリ|ロードバランサー?|DB|CI|API)[^。、]{0,8}(?:が|は|も)`)
)

// judgeJapanese judges one sentence. What stands in 「」 is quoted and left out.
func judgeJapanese(text string) Mark {
	text = quotedJa.ReplaceAllStringFunc(text, blank)
	if questionJa.MatchString(strings.TrimSpace(text)) {
		return Mark{}
	}
	if loc := selfFault.FindStringIndex(text); loc != nil && !anyWho(text) && !takenBackJa.MatchString(text) {
		return Mark{Apology, Sorry, loc[0], loc[1]}
	}
	if takenBackJa.MatchString(text) {
		return Mark{}
	}
	if m := blameJa(text); m.Verdict != Fine {
		return m
	}
	if loc := sorryJa.FindStringIndex(text); loc != nil && bareLapse.MatchString(text) {
		return Mark{Apology, Sorry, loc[0], loc[1]}
	}
	return Mark{}
}

func blameJa(text string) Mark {
	conditional, praise, machine := ifJa.MatchString(text), praiseJa.MatchString(text), machineJa.MatchString(text)
	sorry := sorryJa.MatchString(text) && !anyWho(text)
	for _, rule := range []struct {
		pattern *pattern.Pattern
		kind    Kind
		holds   bool
	}{
		{whoPastJa, Counterfactual, true},
		{causeJa, Cause, true},
		{ownedJa, Owned, !praise},
		{brokenJa, Owned, true},
		{brokeJa, Owned, true},
		{failingJa, Failing, !conditional && !praise},
		{badWorkJa, Careless, !praise && !conditional},
		{dutyPastJa, Counterfactual, !machine && !sorry},
		{somebodyJa, Failing, !conditional && !praise},
		{hadDoneJa, Counterfactual, !machine && !sorry},
		{nominalJa, Nominal, !sorry && !machine},
	} {
		if loc := rule.pattern.FindStringIndex(text); loc != nil && rule.holds {
			return Mark{Blame, rule.kind, loc[0], loc[1]}
		}
	}
	if sorry && (nominalJa.MatchString(text) || pastDutyJa.MatchString(text)) {
		return Mark{Apology, Sorry, 0, len(text)}
	}
	return Mark{}
}

var anyWhoJa = pattern.Of(`@[A-Za-z0-9]|さん|担当者|作業者|作業員|オペレータ|エンジニア|レビュア|チームが|チームの`)

func anyWho(text string) bool { return anyWhoJa.MatchString(text) }

// blank keeps the length, so that offsets stay right.
func blank(s string) string { return strings.Repeat(" ", len(s)) }
