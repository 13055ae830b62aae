app-name = Jingwei
