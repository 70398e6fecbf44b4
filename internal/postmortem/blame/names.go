package blame

// names are given names that a team is likely to write without @. They only help: a login or a role is the rule. Names that are
// also products or plain words (Travis, Jenkins, Grant) are left out.
var names = set(`adam adrian ahmed aiko akira alan albert alejandro alex alexander alexandra alexis ali alice alicia allison amanda amir amy ana
	andre andrea andreas andrei andrew angela anita anja ankit anna anton antonio arjun arthur ashley barbara beatrice ben benjamin
	bernard beth bill bjorn bob bob's boris brad brandon brenda brett brian bruno camille carl carla carlos carol caroline cathy
	charles charlie chloe chris christian christina christine christopher claire claudia colin connor craig cynthia daisuke dan dana
	daniel danny darren dave david deepak denis dennis derek diana diego dmitri dmitry dominic donald donna doug douglas duncan
	ed eduardo edward elena eli elizabeth ellen emily emma enrique eric erik erika esther ethan eugene evan eve felix fernando
	fiona florian francesca francis frank franz fred gabriel gareth gary gavin geoff george gerald gina giovanni giulia glenn graham
	greg gregory guillaume gustavo hana hannah hans harry heather hector heidi helen henrik henry hideki hiro hiroki hiroshi hugo
	hussein ian ibrahim igor ines ingrid irina isabel ivan jack jacob jake james jamie jane janet jason javier jeff jeffrey jennifer
	jenny jeremy jerry jessica jill jim joan joanna joe johan johannes john jon jonas jonathan jorge jose joseph josh joshua juan
	judith judy julia julian julie julien justin kaori karen karl kate katherine kathy katie kazuki keiko keith kelly ken kenji
	kenneth kevin kim kirsten klaus kristin kyle lars laura lauren laurent lawrence leah leila leo leon leslie lewis liam lily linda
	lisa lorenzo louis louise lucas lucia lucy luis lukas luke lydia magnus malcolm manuel marco marcus margaret mari maria marie
	mario mark marta martin mary mateo matt matthew matthias maurice megan megumi mehmet mei melissa michael miguel mikael mike
	mikhail mira miranda miriam mohamed mohammed monica moritz mustafa nadia nancy naoki naomi natalie natasha nathan neha neil
	nicholas nick nicolas nicole nils nina noah norman olga oliver olivia omar oscar pablo pamela patricia patrick paul paula
	pavel pedro pete peter philip philipp pierre priya rachel rafael rahul raj ralph ramon raphael ravi raymond rebecca renee
	ricardo richard rick rita rob robert roberto rodrigo roger roland ron ronald rosa ruben rupert russell ruth ryan ryo sabine
	sally sam samantha samir samuel sandra sanjay sara sarah sato satoshi scott sean sebastian sergei sergey sergio shane sharon
	shaun sheila shota shreya silvia simon simone sofia sonia sophie soren stacy stefan stefanie stephanie stephen steve steven
	stuart sue susan suzuki sven sylvia takashi takeshi tamara tanaka tanya tara taro teresa theresa thomas tim tina tobias todd tom
	tomas tony tracy trevor ursula valentina valerie vanessa veronica victor victoria vijay vikram vincent vladimir walter wei wendy
	werner william xavier yamada yasmin yoshi yuki yuko yusuf yuta yvette yvonne zach zachary zainab zoe`)
