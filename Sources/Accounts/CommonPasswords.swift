/// The words that most of the commonest passwords are, in small letters: what leaks have shown people to choose again
/// and again, with what keyboards, counting and the seasons suggest. One that stands here is tried within the first
/// minutes of any guessing.
///
/// Shorter words than a password may be are here too: digits and signs around one make it no better.
enum CommonPasswords {
  static let all = Set(list.split { $0 == " " || $0 == "\n" }.map(String.init))

  private static let list = """
    !qaz2wsx !qaz@wsx 00000000 00112233 01020304 01234567 0123456789 09876543 0987654321 10203040 1020304050
    102030405060 11111111 11112222 1111aaaa 11223344 1122334455 112233445566 12121212 123123123 123321123 12341234
    12344321 12345 123454321 1234554321 123456 1234567 12345678 123456780 123456789 1234567890 1234567891 12345678910
    123456789a 123456789q 12345678a 12345678q 1234567a 1234567q 1234abcd 1234asdf 1234pass 1234qwer 123qwe123
    123qweasd 123qweasdzxc 12qwaszx 13371337 13579135 135792468 1357924680 14725836 147258369 159357 159357456 159753
    15975346 19191919 19901990 1a2b3c4d 1a2b3c4d5e 1q2w3e 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc
    1qaz@wsx 1qazxsw2 1z2x3c4v 20002000 20012001 20202020 21212121 22334455 24681012 2468101214 258456 27182818 2pac
    2wsx3edc 31415926 314159265 321654987 33445566 3edc4rfv 44332211 456789123 4rfv5tgb 55555555 55667788 5tgb6yhn
    66666666 69696969 741852 741852963 77777777 78945612 789456123 7ujm8ik9 852456 87654321 88888888 963852741
    98765432 987654321 9876543210 99887766 99999999 a1234567 a12345678 a123456789 a1a1a1a1 a1b2c3d4 a1b2c3d4e5
    a1s2d3f4 aa123456 aa12345678 aaaa1111 aaaaaaaa abc123 abc12345 abc123456 abc123abc abcabcabc abcd1234 abcd12345
    abcd4321 abcdefg1 abcdefgh abcdefghi abcdefghij abdullah abigail access access123 access14 accessdenied account
    accounts acdc acmilan admin admin1 admin123 admin1234 admin12345 adminadmin administrador administrator africa
    ahmed ajax alberto alejandra alejandro aleksandr alexander alexander1 alexandra alexandre alexey alhamdulillah
    alien aliens allah allahuakbar alpha alphabet amanda amanda1 amazon amen america american amor amore amoremio
    amormio anastasia andrei andrew andrew1 android angel angel123 angelica angels anthony anthony1 anything apollo
    apple apples april aragorn architect argentina arsenal arsenal1 artist asd12345 asd123456 asdasdasd asdf asdf1234
    asdfasdf asdfgh asdfghj asdfghjk asdfghjkl asdfqwer ashley ashley1 assassin assassinscreed asshole asshole1 athena
    august austin austin1 australia authorization authorize autumn autumn1 autumn123 avengers azerty azertyui
    azertyuiop baby babyboy babyboy1 babydoll babygirl babygirl1 bacon bailey bailey1 banana bananas barbie barbie1
    barcelona barcelona1 barney bartsimpson baseball baseball1 basketball basketball1 batman batman1 batman123
    batterystaple battlefield bayern bayernmunich bear bears beatles beautiful beautiful1 beckham beijing believe
    bella bella123 benfica benjamin benjamin1 berlin besiktas bestfriend beyonce bicycle bigboobs bigdick bilbo
    billionaire bingo biology birthday birthday1 bismillah bitch bitches biteme black123 blackbird blackcat blackdog
    blackjack bleach blessed blessing blink182 blizzard blowjob blue blueberry bluebird bluesky bobmarley brandon
    brandon1 brasil bravo brazil britney britneyspears brother bruins buckeyes budweiser bugatti bugsbunny bulldog
    bulldogs bulls bullshit bunny business buster buster1 butterfly butterfly1 cadillac california california1
    callofduty camaro camera cameras canada candy candyman cannabis cantguess cappuccino captain caramel cardinal
    cardinals carlos carolina casino catherine catlover cats celtic celtics challenger champion champions changeit
    changeme changenow changethis charger charizard charles charlie charlie1 charlie123 charlie2 charlotte cheese
    cheese1 cheesecake chelsea chelsea1 chemistry cherries cherry chess chevrolet chevy chicago chicken chicken1
    children china chocolat chocolate chocolate1 christ christian christian1 christina christine christmas christmas1
    christopher cinderella cinnamon client clientsecret cocacola coffee college colombia company computer computer1
    contrasena contraseña control cookie cookie1 cookies corinthians corona correcthorse correcthorsebatterystaple
    corvette counter counterstrike cowboys crazy crazy123 cricket crimson cristiano cristianoronaldo crystal crystal1
    cupcake cycling daddy daddysgirl daisy dallas dance dancer dancing daniel daniel1 danielle danielle1 darthvader
    database dcba4321 deadpool debian december default defaultpassword delta delta123 demo demodemo demon designer
    desktop destiny destiny1 deutschland devil devil666 diablo diablo2 diamond diamond1 diamonds dickhead dimitri
    dmitriy doctor dodgers doggie doggy doglover dollar dollars dolphin dolphin1 dolphins donald donaldduck dontknow
    dortmund dragon dragon1 dragon12 dragon123 dragonball dragonballz dragons dream dreamer dreams drowssap drummer
    dumbledore eagle eagle1 eagles easter edcrfv eduardo education ekaterina elephant elite31337 elizabeth elizabeth1
    elmo elsa elvis elvispresley emerald eminem eminem1 engineer england english enter enternow entrance espana
    espresso eternity evanescence everton everything example excalibur facebook faith faithful falcon falcons familia
    family family1 familyguy fantasy father fatima fcbarcelona february fenerbahce fernanda fernando ferrari ferrari1
    fight fighter fire firebird firefire fireman fireman1 firstlove fisherman fishing flamengo florida flower flower1
    flowers football football1 football12 forever forever1 forever21 forgotten fortnite france francisco freedom
    freedom1 friday friends friends1 friendship frodo frozen fucker fuckoff fuckthis fuckyou fuckyou1 fuckyou2 gabriel
    gabriela gabrielle galatasaray galaxy gameover gamer gamer123 gaming gandalf gandalf1 ganesh garfield gator gators
    germany ghost ghostrider ghosts giants ginger ginger1 giraffe gladiator gmail goblue gocubs godawgs godbless
    godisgood godislove goku golden goldfish golf golfer goodbye goodlife goodluck goodmorning google google1
    google123 gorgeous grandma grandpa green greenday greenday1 greenday2 gryffindor guessme guesswhat guest guest123
    guinness guitar guitar1 guitarist hacker hacker123 hackers hackme halflife hallelujah halloween hamburger hamster
    handsome hannah hannah123 happiness happy happy123 happybirthday happyday hardcore harley harleydavidson harry
    harrypotter haslo hawk heather heaven heaven1 heavenly heavymetal heineken hell hellfire hello hello123 hellohello
    hellokitty helloworld hercules hermione hero heroes heslo hidden hiphop history hithere hobbit hockey hockey1
    hogwarts holiday homersimpson honda honey honeybee honeybun horse horses hotmail houston hulk hunter hunter1
    hunter2 hunting hurricane hurricanes ibrahim icecream icecube iceman ichliebedich idiot idontknow iforgot ilovegod
    iloveme iloveu iloveyou iloveyou1 iloveyou123 iloveyou2 iloveyouforever iloveyousomuch imagine india inferno
    infinity initial initial1 inlove insane instagram inter internet iphone ireland ironmaiden ironman isabella
    isabelle itachi italia italy jackpot jaguar jaihanuman january january1 japan jasmine jasmine1 jedi jelszo
    jennifer jennifer1 jessica jessica1 jesus jesus1 jesuschrist jesusislord jesusloves jetaime joker jonathan
    jonathan1 jordan jordan23 joshua joshua1 july june jupiter justin justin1 justinbieber juventus kangaroo katherine
    kawasaki keyboard keypass killer killer1 killer123 kimberly king kingdom kingkong kitten kittens kitty kittycat
    knight knights koala kobebryant krishna ladygaga lakers lamborghini laptop lawyer lebronjames ledzeppelin leet1337
    legend legends legolas lemon leonardo leopard letmein letmeinnow letmeinplease liberty lightning lily linkedin
    linkinpark linkinpark1 linux lion lionelmessi lions liverpool liverpool1 liverpoolfc lkjhgfds lkjhgfdsa lockdown
    login login123 login1234 logmein london london1 longhorns lordoftherings loser loser123 lottery lovebirds loveless
    lovelife lovelove lovely loveme lover lovers loveyou loveyou1 lucifer lucifer1 lucky lucky123 lucky13 lucky777
    lucy luigi lukeskywalker macbook madison madison1 madonna madrid maggie maggie1 magic magical maksim manager
    manchester manchesterunited mango manutd maradona march margarita mariana marijuana mario marlboro married
    maserati master master1 master12 master123 masterkey mastermind math mathematics matrix matrix1 matthew matthew1
    maximus maxwell megadeth melbourne melissa mercedes mercedesbenz mercury merlin messi messi10 metallica metallica1
    mexico mexico1 miamor michael michael1 michaeljackson michaeljordan michelle michelle1 mickey mickey1 mickeymouse
    microsoft miguel milan million millionaire minecraft minnie miracle miracles mnbvcxz mohamed mohammed molly
    molly123 mommy monday monday1 money money123 moneymaker moneymoney monkey monkey1 monkey12 monkey123 monopoly moon
    moonlight mordor morpheus moscow motdepasse mother mother1 motherfucker motorbike motorcycle mouse muhammad mummy
    music music123 musica mustafa mustang mustang1 mylove myloves mypass mypass123 mypassword mysecret mysql mystery
    naruto naruto1 natalia natalie natasha neptune netflix network newpassword newyear newyork newyork1 newzealand
    neymar neymar11 nicholas nicole nicole1 nigeria nikita ninja ninjas nintendo nirvana nirvana1 nissan nopassword
    nopassword1 nosecret notapassword nothing nothing1 november nurse oauth oauth2 october office oldpassword oliver
    oliver1 olivia olympus omega onepiece opensesame openup operator oracle orange orange1 orchid outlook owned
    p0stern p4ssw0rd p@$$w0rd p@ssw0rd p@ssword pa55w0rd pa55word packers pakistan palmeiras pancake pancakes panda
    pandas panther panthers paradise paradise1 paris paris123 parola pass pass123 pass1234 pass12345 passcode passord
    passpass passphrase passw0rd passwd password password! password. password1 password12 password123 password1234
    password12345 password? passwordpassword passwords passwort patrick patrick1 patriots peace peace123 peaceful
    peaches pearl penguin penguins pepper pepper1 pepsi pepsicola peterpan phoenix phoenix1 photography physics
    pianist pikachu pilot pineapple pinkfloyd pinky pirate pirates pizza pizza123 platinum playboy player player1
    playgirl playstation pleasechange pluto poiuytre poiuytrewq pokemon pokemon1 poker pokerface poland police polska
    pony porn pornstar porsche porsche911 portugal poseidon postern postgres potter power power123 powerful predator
    prince princesa princess princess1 princesse private punkrock puppies puppy purple purple1 pussycat pwned q1q1q1q1
    q1w2e3r4 q1w2e3r4t q1w2e3r4t5 q1w2e3r4t5y6 q2w3e4r5 qazqazqaz qazwsx qazwsx123 qazwsxedc qazxsw qazxswedc qq123456
    queen queen123 queenbee qwaszx12 qwe12345 qwe123456 qwe123asd qwe123qwe qweasd123 qweasdzxc qweqwe123 qweqweqwe
    qwer1234 qwer4321 qwerasdf qwerqwer qwerty qwerty! qwerty1 qwerty12 qwerty123 qwerty1234 qwerty12345 qwertyu
    qwertyui qwertyuio qwertyuiop qwertz qwertzui qwertzuiop rabbit rachel rafael rainbow rainbow1 rainbows rammstein
    rangers raven ravens realmadrid realmadrid1 rebecca rebecca1 redrose redsox rewq4321 ricardo richard richard1
    rihanna robert robert1 roberto roblox rockandroll rocknroll rockstar rockstar1 rocky rocky123 rollingstones
    rolltide ronaldinho ronaldo ronaldo7 root rootroot rose roses ruby rugby runner running russia sadie safety
    saibaba sairam salasana samantha samantha1 sample samsung samurai santaclaus santiago sapphire sasuke satan
    saturday saturn sauron school school1 science scooby scoobydoo scooter scooter1 scorpion scotland scrabble
    sebastian secret secret1 secret123 secrets secure security security1 seminoles senha september sergei sergey
    server service sexy sexybeast sexyboy sexygirl sexylady shadow shadow1 shadow123 shakira shanghai shark sharks
    shithead shiva sifre sigma signin silver silver1 simba simpsons singing sister skateboard skater skywalker
    sleepingbeauty slipknot slytherin smile smile123 smiley snake sniper snoopdogg snoopy snoopy1 snow snowball
    snowboard snowflake snowman snowwhite soccer soccer1 soccer12 softball soldier something sonic sophia sophie
    southpark spaghetti spain spartan spartan117 spartans spider spiderman spiderman1 spongebob spongebob1 spotify
    spring spring1 spring123 sqlserver star starcraft starlight stars startrek starwars starwars1 steelers stephanie
    stephen steven storm strawberry strong stronger student student1 stupid stupid1 subaru success summer summer1
    summer12 summer123 summertime sunday sunflower sunrise sunset sunshine sunshine1 sunshine12 superman superman1
    superuser surfer surfing suzuki svetlana sweetheart sweetie sweetness sweety swimming sydney sysadmin system tango
    tarheels tatiana teacher teamo teamo123 teamomucho teddybear temporary temppass temppassword tennis tequiero
    tequila terminator test test1234 test12345 tested tester testing testing1 testing123 testtest tetris texas
    thanksgiving thebeatles thepassword thisisapassword thisismypassword thomas thomas1 thor thunder thunder1 thursday
    tiamo tiger tigers tigger tigger1 tiktok tinkerbell tinkerbell1 titan titanic together tokyo toor topsecret
    tornado toronto toyota travel traveler traveller trinity trojans truelove trustme trustno1 trustnoone trustworthy
    tuesday tulip tupac turkey turtle twitter ubuntu unicorn unicorns universe university unlock unlocked uranus user
    user1234 username userpass vacation valentina valentine valentines vampire vampires vancouver vanessa vanilla
    vegeta venus veronica victor victoria victoria1 victory viking vikings violet vladimir vodka voldemort volkswagen
    volleyball w2e3r4t5 wachtwoord waheguru wales warcraft warrior warriors watermelon wedding wednesday welcome
    welcome1 welcome123 welcomehome werewolf whale whatever whatever1 whiskey whitewolf william william1 windows
    windows10 windows11 winner winner1 winnie winniethepooh winter winter1 winter12 winter123 witch wizard wolf
    wolfpack wolverine wolverine1 wolves word work worker worldofwarcraft wrestling wsxedc wsxwsxwsx xbox xbox360
    xsw2zaq1 xxxxxxxx yahoo yamaha yankees yellow yoda youcantguess youcantguessthis youloveme yourpassword youtube
    z1x2c3v4 zaq12wsx zaq1xsw2 zaq1zaq1 zelda zeus zidane zombie zombies zxc12345 zxcasdqwe zxcv zxcv1234 zxcvbn
    zxcvbnm zxcvzxcv zzzzzzzz
    """
}
