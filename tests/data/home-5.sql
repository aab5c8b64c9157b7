BEGIN TRANSACTION;
CREATE TABLE albums (
	id VARCHAR(64) NOT NULL, 
	wanted BOOLEAN NOT NULL, 
	waiting JSON NOT NULL, 
	changed_at FLOAT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE answers (
	id VARCHAR(32) NOT NULL, 
	conversation VARCHAR(64), 
	question TEXT NOT NULL, 
	content JSON NOT NULL, 
	created_at FLOAT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "answers" VALUES('Ja7m38T2bUMD1ugK',NULL,'Why was the ferry late?','{"question": "Why was the ferry late?", "answer": "The ferry to Brae was two hours late on Monday. [1]", "refused": false, "score": 0.8238, "model": "extractive", "understood": {"after": null, "before": null, "sources": [], "question": "Why was the ferry late?"}, "guard": {"kept": 1, "repaired": 0, "dropped": 0}, "claims": [{"text": "The ferry to Brae was two hours late on Monday.", "citations": [1]}], "short": null, "citations": [{"n": 1, "id": "e5nt32fgsxamp4wq", "passage": "7zmt3kawn7v75iit", "article": "wj3shtuu35yjeiqh", "title": "The ferry is late", "source": "Harbour Post", "published": "2024-03-04T00:00:00+00:00", "precision": "day", "url": "https://harbour-post.example/ferry", "quote": "The ferry to Brae was two hours late on Monday.", "in": "text", "start": 0, "end": 47}], "nearest": [], "notes": [{"kind": "date", "text": "Monday: 4 March 2024", "claim": 0}], "ms": {"retrieve": 896.8, "answer": 1055.7}, "usage": null, "asked": {"language": "en", "at": "2026-12-01T06:09:44.197054+00:00", "phrases": [], "ignored": [], "quoted": null}}',1.7961053852558116913e+09);
CREATE TABLE articles (
	id VARCHAR(32) NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	family VARCHAR(64) NOT NULL, 
	version VARCHAR(32) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	address VARCHAR(64), 
	created_at FLOAT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE ("key")
);
INSERT INTO "articles" VALUES('wj3shtuu35yjeiqh','6f8933edb5136276b1faf69e2ded2b7641f375a08ad3b3d187ef2f78b6722305','6f8933edb5136276b1faf69e2ded2b7641f375a08ad3b3d187ef2f78b6722305','uy6vltilk5z24ch5','live','6f8933edb5136276b1faf69e2ded2b7641f375a08ad3b3d187ef2f78b6722305',1.7961053808746020794e+09);
INSERT INTO "articles" VALUES('qhdgqj4v6o3wqbhq','45317a0ca2c59dc716068b0fb5615669359067de08fc787f82377fd4de48bba1','45317a0ca2c59dc716068b0fb5615669359067de08fc787f82377fd4de48bba1','w5j2rjliwjnmzwpa','live','45317a0ca2c59dc716068b0fb5615669359067de08fc787f82377fd4de48bba1',1.79610538087467813488e+09);
CREATE TABLE bands (
	band BIGINT NOT NULL, 
	number INTEGER NOT NULL, 
	PRIMARY KEY (band, number)
)
 WITHOUT ROWID

;
INSERT INTO "bands" VALUES(1891747605726854,2);
INSERT INTO "bands" VALUES(3293943702439557,1);
INSERT INTO "bands" VALUES(18976120431658630,2);
INSERT INTO "bands" VALUES(20225585809409669,1);
INSERT INTO "bands" VALUES(37163162416137861,1);
INSERT INTO "bands" VALUES(37622029843383942,2);
INSERT INTO "bands" VALUES(55233847583524485,1);
INSERT INTO "bands" VALUES(56136971760387718,2);
INSERT INTO "bands" VALUES(74424979135612549,1);
INSERT INTO "bands" VALUES(78820661128808070,2);
INSERT INTO "bands" VALUES(90396532079806086,2);
INSERT INTO "bands" VALUES(96793691167606405,1);
INSERT INTO "bands" VALUES(108884202556704389,1);
INSERT INTO "bands" VALUES(115287471831074438,2);
INSERT INTO "bands" VALUES(128181295242757765,1);
INSERT INTO "bands" VALUES(135542291829573254,2);
INSERT INTO "bands" VALUES(145614632764786309,1);
INSERT INTO "bands" VALUES(155433938281252486,2);
INSERT INTO "bands" VALUES(163245286599902853,1);
INSERT INTO "bands" VALUES(165860779877942918,2);
INSERT INTO "bands" VALUES(180516802270021254,2);
INSERT INTO "bands" VALUES(181294533190567557,1);
INSERT INTO "bands" VALUES(199678232185489029,1);
INSERT INTO "bands" VALUES(199894038806742662,2);
INSERT INTO "bands" VALUES(217216091465401989,1);
INSERT INTO "bands" VALUES(219874297127847558,2);
INSERT INTO "bands" VALUES(238550453846754949,1);
INSERT INTO "bands" VALUES(239610077505078918,2);
INSERT INTO "bands" VALUES(254797953633044101,1);
INSERT INTO "bands" VALUES(259551693476939398,2);
INSERT INTO "bands" VALUES(271800645718853253,1);
INSERT INTO "bands" VALUES(273979318249145990,2);
INSERT INTO "bands" VALUES(288367074303755909,1);
INSERT INTO "bands" VALUES(298690490663650950,2);
INSERT INTO "bands" VALUES(307276058733528709,1);
INSERT INTO "bands" VALUES(311029988827285126,2);
INSERT INTO "bands" VALUES(324874462372251270,2);
INSERT INTO "bands" VALUES(332236596085212805,1);
INSERT INTO "bands" VALUES(344528109058082438,2);
INSERT INTO "bands" VALUES(348664335201683077,1);
INSERT INTO "bands" VALUES(363787377842013830,2);
INSERT INTO "bands" VALUES(364548921613829765,1);
INSERT INTO "bands" VALUES(379717131015243397,1);
INSERT INTO "bands" VALUES(391682951794607750,2);
INSERT INTO "bands" VALUES(398242957398591110,2);
INSERT INTO "bands" VALUES(399935589300520581,1);
INSERT INTO "bands" VALUES(415783599636956806,2);
INSERT INTO "bands" VALUES(416585590755772037,1);
CREATE TABLE boilerplate (
	line BIGINT NOT NULL, 
	PRIMARY KEY (line)
);
CREATE TABLE cards (
	chat BIGINT NOT NULL, 
	answer VARCHAR(32) NOT NULL, 
	message BIGINT NOT NULL, 
	at FLOAT NOT NULL, 
	PRIMARY KEY (chat, answer)
)
 WITHOUT ROWID

;
CREATE TABLE carried (
	passage VARCHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	PRIMARY KEY (passage, number), 
	FOREIGN KEY(passage) REFERENCES passages (id)
)
 WITHOUT ROWID

;
CREATE TABLE citations (
	id VARCHAR(32) NOT NULL, 
	passage VARCHAR(32) NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(passage) REFERENCES passages (id)
);
INSERT INTO "citations" VALUES('e5nt32fgsxamp4wq','7zmt3kawn7v75iit',0,47);
CREATE TABLE compared (
	number INTEGER NOT NULL, 
	version VARCHAR(32) NOT NULL, 
	comparer VARCHAR(80) NOT NULL, 
	signature BLOB NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (version), 
	FOREIGN KEY(version) REFERENCES versions (id)
);
INSERT INTO "compared" VALUES(1,'uy6vltilk5z24ch5','2-7',X'214CCF2EA6406C1F1ACC1E102391EB102F7FA421AA65855FDC6B560BE7D5901DB0F24E159CE4DA0F6AAB59104B2D99158D89D30EDA7E013E2F8EE52427FD8416134EF10123CAA70E0CB25D715676D15A40408D3C15E01A14B5326D33EE8C0920214CCF2EA6406C1F1ACC1E102391EB102F7FA421AA65855FDC6B560BE7D5901D');
INSERT INTO "compared" VALUES(2,'w5j2rjliwjnmzwpa','2-7',X'4023E21A56B9AA0DB225A416121DC11D0EE51B60FEAA9C041661556632FC2B86955FD9A08B0006350D4D4C05DF46AA187E089A344962104D6A8F736810F47A35C7ACA594FA810044B968BE088EF5092058C5BA31194726BE68705F1B7FECA3144023E21A56B9AA0DB225A416121DC11D0EE51B60FEAA9C041661556632FC2B86');
CREATE TABLE counted (
	article VARCHAR(32) NOT NULL, 
	version VARCHAR(32) NOT NULL, 
	headline BIGINT NOT NULL, 
	PRIMARY KEY (article), 
	FOREIGN KEY(article) REFERENCES articles (id)
);
INSERT INTO "counted" VALUES('wj3shtuu35yjeiqh','uy6vltilk5z24ch5',6564972605748420581);
INSERT INTO "counted" VALUES('qhdgqj4v6o3wqbhq','w5j2rjliwjnmzwpa',1930443441018009173);
CREATE TABLE deliveries (
	id VARCHAR(64) NOT NULL, 
	chat BIGINT NOT NULL, 
	question BIGINT NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	content JSON NOT NULL, 
	created_at FLOAT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE feedback (
	answer VARCHAR(32) NOT NULL, 
	person BIGINT NOT NULL, 
	n INTEGER NOT NULL, 
	verdict VARCHAR(16) NOT NULL, 
	at FLOAT NOT NULL, 
	PRIMARY KEY (answer, person, n)
)
 WITHOUT ROWID

;
CREATE TABLE fetches (
	origin VARCHAR(32) NOT NULL, 
	target VARCHAR(32) NOT NULL, 
	etag TEXT, 
	modified TEXT, 
	PRIMARY KEY (origin), 
	FOREIGN KEY(origin) REFERENCES origins (id)
);
CREATE TABLE finds (
	origin VARCHAR(32) NOT NULL, 
	place VARCHAR(32) NOT NULL, 
	PRIMARY KEY (origin, place), 
	FOREIGN KEY(origin) REFERENCES origins (id)
);
INSERT INTO "finds" VALUES('msmgbiyxamaiy6j5','6ovrzhrrd3gp3lmm');
CREATE TABLE folders (
	id VARCHAR(32) NOT NULL, 
	above VARCHAR(32), 
	PRIMARY KEY (id)
);
INSERT INTO "folders" VALUES('6ovrzhrrd3gp3lmm','4sbe736y4xh5pimo');
INSERT INTO "folders" VALUES('4sbe736y4xh5pimo','cqwrws6yepzu6zaf');
INSERT INTO "folders" VALUES('cqwrws6yepzu6zaf','7zxevgfk5clv5hok');
INSERT INTO "folders" VALUES('7zxevgfk5clv5hok',NULL);
CREATE TABLE generations (
	id VARCHAR(32) NOT NULL, 
	embedder VARCHAR(80) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	created_at FLOAT NOT NULL, 
	updated_at FLOAT, 
	PRIMARY KEY (id)
);
INSERT INTO "generations" VALUES('23lpfvmc','all-MiniLM-L6-v2-int8-d864a554','live',1.79610538133507561687e+09,1.79610538241613650316e+09);
CREATE TABLE "indexed" (
	generation VARCHAR(32) NOT NULL, 
	passage VARCHAR(32) NOT NULL, 
	PRIMARY KEY (generation, passage), 
	FOREIGN KEY(generation) REFERENCES generations (id), 
	FOREIGN KEY(passage) REFERENCES passages (id)
)
 WITHOUT ROWID

;
INSERT INTO "indexed" VALUES('23lpfvmc','7zmt3kawn7v75iit');
INSERT INTO "indexed" VALUES('23lpfvmc','o7ikg47oxu7n7iqd');
CREATE TABLE invitations (
	code VARCHAR(32) NOT NULL, 
	"left" INTEGER NOT NULL, 
	expires_at FLOAT NOT NULL, 
	made_by BIGINT NOT NULL, 
	PRIMARY KEY (code)
);
CREATE TABLE jobs (
	id INTEGER NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	locations JSON NOT NULL, 
	configured BOOLEAN NOT NULL, 
	crashes INTEGER NOT NULL, 
	phase VARCHAR(16), 
	done INTEGER NOT NULL, 
	total INTEGER NOT NULL, 
	result JSON, 
	error TEXT, 
	cancel BOOLEAN NOT NULL, 
	created_at FLOAT NOT NULL, 
	started_at FLOAT, 
	finished_at FLOAT, 
	PRIMARY KEY (id)
);
INSERT INTO "jobs" VALUES(1,'index','done','[]',0,0,'switching',0,1,'{"articles": {"read": 2, "added": 2, "updated": 0, "unchanged": 0, "duplicate": 0, "removed": 0, "rejected": 0}, "passages": 2, "rejected": [], "warnings": [], "remarks": [], "lacking": [], "failed": [], "notes": [], "seconds": 1.572}',NULL,0,1.79610538084291720389e+09,1.79610538085366272919e+09,1.79610538242663407321e+09);
INSERT INTO "jobs" VALUES(2,'index','running','[]',0,0,NULL,0,0,NULL,NULL,0,1.0,NULL,NULL);
CREATE TABLE lines (
	line BIGINT NOT NULL, 
	headline BIGINT NOT NULL, 
	PRIMARY KEY (line, headline)
)
 WITHOUT ROWID

;
CREATE TABLE looks (
	chat BIGINT NOT NULL, 
	person BIGINT NOT NULL, 
	at FLOAT NOT NULL, 
	PRIMARY KEY (chat, person)
)
 WITHOUT ROWID

;
CREATE TABLE meta (
	"key" VARCHAR(64) NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('schema','5');
INSERT INTO "meta" VALUES('locations','["../news"]');
CREATE TABLE moved (
	old BIGINT NOT NULL, 
	new BIGINT NOT NULL, 
	at FLOAT NOT NULL, 
	PRIMARY KEY (old)
);
CREATE TABLE origins (
	id VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	bundled BOOLEAN NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "origins" VALUES('msmgbiyxamaiy6j5','a.json',0);
CREATE TABLE passages (
	id VARCHAR(32) NOT NULL, 
	version VARCHAR(32) NOT NULL, 
	ordinal INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	language VARCHAR(8) NOT NULL, 
	current BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(version) REFERENCES versions (id)
);
INSERT INTO "passages" VALUES('7zmt3kawn7v75iit','uy6vltilk5z24ch5',0,0,79,'c8794092c5dada0192a1bdae5a68ccccdab9d2c499e493c06092af14d42e8f44','en',1);
INSERT INTO "passages" VALUES('o7ikg47oxu7n7iqd','w5j2rjliwjnmzwpa',0,0,68,'0c12e0e761d408c21f93dda157e48bab7df12c9d67b100f00e7c437054f20e5b','en',1);
CREATE TABLE people (
	id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	language VARCHAR(8), 
	state VARCHAR(16), 
	code VARCHAR(16), 
	changed_at FLOAT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "people" VALUES(5000000001,'Ann','uk','admitted',NULL,1.0);
CREATE TABLE profiles (
	who BIGINT NOT NULL, 
	username VARCHAR(64), 
	timezone VARCHAR(64), 
	PRIMARY KEY (who)
);
CREATE TABLE searches (
	id VARCHAR(32) NOT NULL, 
	"query" TEXT NOT NULL, 
	asked_at FLOAT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE seekers (
	search VARCHAR(32) NOT NULL, 
	who BIGINT NOT NULL, 
	timezone VARCHAR(64) NOT NULL, 
	PRIMARY KEY (search)
);
CREATE TABLE sightings (
	origin VARCHAR(32) NOT NULL, 
	article VARCHAR(32) NOT NULL, 
	run VARCHAR(32) NOT NULL, 
	PRIMARY KEY (origin, article), 
	FOREIGN KEY(origin) REFERENCES origins (id), 
	FOREIGN KEY(article) REFERENCES articles (id)
)
 WITHOUT ROWID

;
INSERT INTO "sightings" VALUES('msmgbiyxamaiy6j5','qhdgqj4v6o3wqbhq','d5f50bb568e3477e8f81637e60ce1492');
INSERT INTO "sightings" VALUES('msmgbiyxamaiy6j5','wj3shtuu35yjeiqh','d5f50bb568e3477e8f81637e60ce1492');
CREATE TABLE updates (
	id INTEGER NOT NULL, 
	payload JSON NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	received_at FLOAT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE used (
	day VARCHAR(10) NOT NULL, 
	who BIGINT NOT NULL, 
	questions INTEGER NOT NULL, 
	PRIMARY KEY (day, who)
)
 WITHOUT ROWID

;
CREATE TABLE vectors (
	embedder VARCHAR(80) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	"row" INTEGER NOT NULL, 
	PRIMARY KEY (embedder, digest)
)
 WITHOUT ROWID

;
INSERT INTO "vectors" VALUES('all-MiniLM-L6-v2-int8-d864a554','0c12e0e761d408c21f93dda157e48bab7df12c9d67b100f00e7c437054f20e5b',0);
INSERT INTO "vectors" VALUES('all-MiniLM-L6-v2-int8-d864a554','c8794092c5dada0192a1bdae5a68ccccdab9d2c499e493c06092af14d42e8f44',1);
CREATE TABLE versions (
	id VARCHAR(32) NOT NULL, 
	article VARCHAR(32) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	body VARCHAR(64) NOT NULL, 
	title TEXT NOT NULL, 
	text TEXT NOT NULL, 
	source TEXT, 
	published VARCHAR(40), 
	epoch FLOAT, 
	precision VARCHAR(8), 
	dated_by VARCHAR(8) NOT NULL, 
	url TEXT, 
	author TEXT, 
	language VARCHAR(8) NOT NULL, 
	section TEXT, 
	split_with VARCHAR(80), 
	created_at FLOAT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(article) REFERENCES articles (id)
);
INSERT INTO "versions" VALUES('uy6vltilk5z24ch5','wj3shtuu35yjeiqh','1fbd6c74c0b3250f0df4749a208c9a9012577c873178aa59196b1d3038500082','c8794092c5dada0192a1bdae5a68ccccdab9d2c499e493c06092af14d42e8f44','The ferry is late','The ferry to Brae was two hours late on Monday. A rope had caught in its screw.','Harbour Post','2024-03-04T00:00:00+00:00',1709510400.0,'day','record','https://harbour-post.example/ferry',NULL,'en',NULL,'3-200-254-all-MiniLM-L6-v2-int8-d864a554',1.796105380874642849e+09);
INSERT INTO "versions" VALUES('w5j2rjliwjnmzwpa','qhdgqj4v6o3wqbhq','14e31164545cf129a86e28766cccdf874f8740a61afc1b0a101a4d36b4de4122','0c12e0e761d408c21f93dda157e48bab7df12c9d67b100f00e7c437054f20e5b','A bridge is closed','The Iron Bridge stays closed until May. Its bolts are being changed.','Harbour Post','2024-03-05T00:00:00+00:00',1709596800.0,'day','record','https://harbour-post.example/bridge',NULL,'en',NULL,'3-200-254-all-MiniLM-L6-v2-int8-d864a554',1.79610538087469410895e+09);
CREATE INDEX articles_by_address ON articles (address);
CREATE INDEX articles_by_family ON articles (family);
CREATE INDEX versions_unsplit ON versions (split_with);
CREATE INDEX versions_by_article ON versions (article);
CREATE INDEX versions_by_url ON versions (url);
CREATE INDEX versions_by_body ON versions (body);
CREATE INDEX counted_by_headline ON counted (headline);
CREATE INDEX sightings_by_article ON sightings (article);
CREATE INDEX passages_by_version ON passages (version);
CREATE INDEX passages_by_digest ON passages (digest);
CREATE INDEX carried_by_number ON carried (number);
CREATE INDEX people_by_state ON people (state);
CREATE INDEX profiles_by_username ON profiles (username);
CREATE INDEX seekers_by_who ON seekers (who);
CREATE INDEX answers_by_conversation ON answers (conversation, created_at);
CREATE INDEX updates_by_state ON updates (state);
CREATE INDEX deliveries_by_state ON deliveries (state);
CREATE INDEX deliveries_by_question ON deliveries (chat, question);
COMMIT;